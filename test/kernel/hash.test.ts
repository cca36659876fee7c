import { test } from "uvu";
import * as assert from "uvu/assert";
import { keysOfOneFirstLane, keysOfOneSecondLane, keysOfOneText, type RawKey } from "./colliding-keys.js";
import { loadProbe } from "./probe.js";
import { random64 } from "./random.js";

interface HashProbe {
  memory: { buffer: ArrayBuffer };
  fitProbeRoom(): number;
  seedHash(seed: bigint): void;
  hashStart(): void;
  hashText(a: bigint, b: bigint, start: number, length: number): void;
  hashOf(a: bigint, b: bigint): bigint;
  checkOf(a: bigint, b: bigint): number;
  laneA: { value: bigint };
  laneB: { value: bigint };
}

const probe = loadProbe<HashProbe>();
const room = probe.fitProbeRoom();
const seeds = Array.from({ length: 20 }, random64);

interface Hash {
  laneA: bigint;
  laneB: bigint;
  hash: bigint;
  whole: string;
}

function hashed({ prefix, field }: RawKey): Hash {
  Buffer.from(probe.memory.buffer).write(prefix + field, room, "latin1");
  probe.hashStart();
  probe.hashText(probe.laneA.value, probe.laneB.value, room, prefix.length);
  probe.hashText(probe.laneA.value, probe.laneB.value, room + prefix.length, field.length);
  const { laneA, laneB } = { laneA: probe.laneA.value, laneB: probe.laneB.value };
  const hash = probe.hashOf(laneA, laneB);
  return { laneA, laneB, hash, whole: `${hash} ${probe.checkOf(laneA, laneB)}` };
}

/** The fullest of 2^16 places, when each hash asks for one as in the series table. */
function fullestPlace(hashes: readonly Hash[]): number {
  const counts = new Uint16Array(1 << 16);
  let most = 0;
  for (const { hash } of hashes) most = Math.max(most, ++counts[Number(BigInt.asUintN(16, hash))]!);
  return most;
}

test("no end of a prefix can be written as text, whatever the seed is", () => {
  for (const seed of seeds) {
    probe.seedHash(seed);
    for (const [one, other] of keysOfOneText) {
      assert.is(one.prefix.length + one.field.length, other.prefix.length + other.field.length);
      assert.is.not(hashed(one).whole, hashed(other).whole, one.prefix);
    }
  }
});

test("keys of one first lane, which can be had without the seed, differ in their hash and lie apart", () => {
  const keys = keysOfOneFirstLane(12);
  for (const seed of seeds) {
    probe.seedHash(seed);
    const hashes = keys.map(hashed);
    assert.is(new Set(hashes.map(({ laneA }) => laneA)).size, 1);
    assert.is(new Set(hashes.map(({ whole }) => whole)).size, keys.length);
    assert.ok(fullestPlace(hashes) < 8, `${fullestPlace(hashes)} of ${keys.length} in one of 65,536 places`);
  }
});

test("keys of one second lane differ in their hash", () => {
  const keys = keysOfOneSecondLane();
  for (const seed of seeds) {
    probe.seedHash(seed);
    const hashes = keys.map(hashed);
    assert.is(new Set(hashes.map(({ laneB }) => laneB)).size, 2);
    assert.is(new Set(hashes.map(({ whole }) => whole)).size, 3);
  }
});

test("keys that collide under one seed lie apart under another", () => {
  probe.seedHash(1n);
  const chosen: RawKey[] = [];
  for (let index = 0; chosen.length < 10; index++) {
    const key = { prefix: `m,host=${index}`, field: "value" };
    if (BigInt.asUintN(16, hashed(key).hash) === 0n) chosen.push(key);
  }
  assert.is(fullestPlace(chosen.map(hashed)), chosen.length);
  for (const seed of seeds) {
    probe.seedHash(seed);
    assert.ok(fullestPlace(chosen.map(hashed)) < 4);
  }
});

test.run();
