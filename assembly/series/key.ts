import { scratch } from "../memory/memory";
import { giveBlockBack, takeBlock } from "../memory/pool";

/**
 * A canonical key: `measurement,tags` and `field`, as text of line protocol.
 *
 *     | u32 measurement length | u32 prefix length | u32 field length | u8 underscores × 3 | u8 – |
 *     | prefix bytes | field bytes |
 */
@unmanaged
export class Key {
  measurementLength: u32;
  prefixLength: u32;
  fieldLength: u32;
  /** Trailing underscores that keep our tags `source`, `field` and `step` apart from the series' own. */
  sourceUnderscores: u8;
  fieldUnderscores: u8;
  stepUnderscores: u8;
  unused: u8;
}

/** Another spelling of a key, by its hash. */
@unmanaged
export class Alias {
  /** Of the same key, or 0. */
  next: usize;
  check: u32;
  hash: u64;
}

/** Bytes of a key before its text, which the host reads. */
export const KEY_HEAD: i32 = <i32>offsetof<Key>();

/** Before a key in its block: the first of its aliases, or 0. */
const BEFORE: usize = 8;

@inline
export function keyText(key: usize): usize {
  return key + offsetof<Key>();
}

/** Bytes of a key with its text. */
@inline
export function keyBytes(key: usize): usize {
  const row = changetype<Key>(key);
  return offsetof<Key>() + row.prefixLength + row.fieldLength;
}

/** Bytes of a text's block, in steps of an eighth: a block that was given back serves texts of about its length. */
@inline
export function textRoom(length: usize): usize {
  const step = <usize>8 << max<i32>(0, 25 - <i32>clz<u32>(<u32>length | 1));
  return (length + step - 1) & ~(step - 1);
}

@inline
function keyRoom(row: Key): usize {
  return textRoom(BEFORE + offsetof<Key>() + row.prefixLength + row.fieldLength);
}

/** Keeps the key whose text lies in scratch; its underscores are a byte each, from the lowest on. */
export function takeKey(measurementLength: i32, prefixLength: i32, fieldLength: i32, underscores: i32): usize {
  const bytes = <usize>(prefixLength + fieldLength);
  const key = takeBlock(textRoom(BEFORE + offsetof<Key>() + bytes)) + BEFORE;
  const row = changetype<Key>(key);
  row.measurementLength = measurementLength;
  row.prefixLength = prefixLength;
  row.fieldLength = fieldLength;
  row.sourceUnderscores = <u8>underscores;
  row.fieldUnderscores = <u8>(underscores >> 8);
  row.stepUnderscores = <u8>(underscores >> 16);
  memory.copy(keyText(key), scratch, bytes);
  return key;
}

/** A copy of a key, without aliases. */
export function copyKey(key: usize): usize {
  const copy = takeBlock(keyRoom(changetype<Key>(key))) + BEFORE;
  memory.copy(copy, key, keyBytes(key));
  return copy;
}

/** Gives a key and its aliases back. */
export function dropKey(key: usize): void {
  dropAliases(key);
  giveBlockBack(key - BEFORE, keyRoom(changetype<Key>(key)));
}

/** Pointer to the first of a key's aliases, or 0. */
@inline
export function firstAlias(key: usize): usize {
  return load<usize>(key - BEFORE);
}

export function addAlias(key: usize, hash: u64, check: u32): void {
  const alias = changetype<Alias>(takeBlock(offsetof<Alias>()));
  alias.hash = hash;
  alias.check = check;
  alias.next = load<usize>(key - BEFORE);
  store<usize>(key - BEFORE, changetype<usize>(alias));
}

export function dropAliases(key: usize): void {
  let alias = firstAlias(key);
  store<usize>(key - BEFORE, 0);
  while (alias != 0) {
    const next = changetype<Alias>(alias).next;
    giveBlockBack(alias, offsetof<Alias>());
    alias = next;
  }
}
