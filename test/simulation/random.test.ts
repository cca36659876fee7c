import { test } from "uvu";
import * as assert from "uvu/assert";
import { Random } from "../../src/simulation/random.js";

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.uniform());

test("a seed and a stream give the same numbers for ever", () => {
  const first = draw(new Random(1), 3).map((number) => number * 2 ** 32);
  assert.equal(first, [2_308_299_391, 1_950_625_580, 354_034_397]);
  assert.equal(draw(new Random(7, 2), 5), draw(new Random(7, 2), 5));
});

test("other seeds and other streams give other numbers", () => {
  const sequences = [new Random(0), new Random(1), new Random(0, 1), new Random(1, 1), new Random(4_294_967_295)];
  assert.is(new Set(sequences.map((random) => draw(random, 2).join())).size, 5);
});

test("uniform numbers have the mean and variance that they should", () => {
  const numbers = draw(new Random(3), 100_000);
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const variance = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / numbers.length;
  assert.ok(Math.abs(mean - 0.5) < 0.005, `mean ${mean}`);
  assert.ok(Math.abs(variance - 1 / 12) < 0.002, `variance ${variance}`);
  assert.ok(numbers.every((number) => number >= 0 && number < 1));
});

test("normal numbers have mean 0 and variance 1", () => {
  const random = new Random(4);
  const numbers = Array.from({ length: 50_000 }, () => random.normal());
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const variance = numbers.reduce((sum, number) => sum + number * number, 0) / numbers.length;
  assert.ok(Math.abs(mean) < 0.02, `mean ${mean}`);
  assert.ok(Math.abs(variance - 1) < 0.03, `variance ${variance}`);
});

test("whole numbers reach both ends and no further", () => {
  const random = new Random(5);
  const drawn = new Set(Array.from({ length: 1_000 }, () => random.whole(-2, 2)));
  assert.equal(
    [...drawn].sort((one, other) => one - other),
    [-2, -1, 0, 1, 2],
  );
});

test.run();
