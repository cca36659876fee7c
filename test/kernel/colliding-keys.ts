// Keys chosen against the hash of the series table, whose two lanes take eight bytes of a key at a time.

/** A key as it is hashed, of bytes up to U+00FF: measurement and tags, and the field. */
export interface RawKey {
  prefix: string;
  field: string;
}

/** Two blocks of a key, of which the first two leave the first lane the same, whatever the seed is. */
const sameFirstLane = ["aaaaaaaa".repeat(2), "aaaaaaa\xe1aaaqaaaa"] as const;

/**
 * 2^`pairs` keys with one first lane. Its factor is odd: the highest bit of a block, which is all that a difference there
 * leaves of it, moves to bit 28, and that one the next block takes back.
 */
export function keysOfOneFirstLane(pairs: number): RawKey[] {
  return Array.from({ length: 2 ** pairs }, (_, index) => {
    const blocks = Array.from({ length: pairs }, (_, bit) => sameFirstLane[(index >> bit) & 1]);
    return { prefix: `measures,series=${blocks.join("")}`, field: "value" };
  });
}

/**
 * Three keys of which two have one second lane, whatever the seed is: a difference in the highest bit of a block becomes
 * one of 2^30 more or less, which the next block takes back.
 */
export function keysOfOneSecondLane(): RawKey[] {
  return ["aaaaaaaaaaa\xa1aaaa", "aaaaaaa\xe1aaaaaaaa", "aaaaaaa\xe1aaa\xe1aaaa"].map((blocks) => ({
    prefix: `measures,series=${blocks}`,
    field: "value",
  }));
}

/** Pairs of keys whose bytes in a row are the same when an end, a number of bytes from 1 to 8, is taken for text. */
export const keysOfOneText: readonly (readonly [RawKey, RawKey])[] = [
  [
    { prefix: "abcdefg", field: "xxxxxxx\x08value" },
    { prefix: "abcdefg\x08xxxxxxx", field: "value" },
  ],
  [
    { prefix: "abcdefg", field: "\x01\x01\x01\x01\x01\x01\x01\x08value" },
    { prefix: "abcdefg\x08\x01\x01\x01\x01\x01\x01\x01", field: "value" },
  ],
  [
    { prefix: "m,a=123", field: "7654321\x087654321\x08v" },
    { prefix: "m,a=123\x087654321\x087654321", field: "v" },
  ],
];
