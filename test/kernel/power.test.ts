import { test } from "uvu";
import * as assert from "uvu/assert";
import { loadProbe } from "./probe.js";
import { random } from "./random.js";

const { realPower, logarithm, exponential } = loadProbe<{
  realPower(x: number, exponent: number): number;
  logarithm(x: number): number;
  exponential(x: number): number;
}>();

function isNear(actual: number, expected: number, what: string): void {
  const near = actual === expected || Math.abs(actual - expected) <= 1e-14 * Math.abs(expected) + Number.MIN_VALUE;
  assert.ok(near, `${what}: ${actual}, not ${expected}`);
}

test("a real power is Math.pow's to 1e-14, from the smallest to the largest results", () => {
  for (let i = 0; i < 20_000; i++) {
    const x = 2 ** (random() * 2000 - 1000);
    const exponent = (random() - 0.5) * 2;
    isNear(realPower(x, exponent), x ** exponent, `${x} ^ ${exponent}`);
    const near = 1 + (random() - 0.5) / 10 ** Math.floor(random() * 14);
    const large = (random() - 0.5) * 2 ** (random() * 12);
    isNear(realPower(near, large), near ** large, `${near} ^ ${large}`);
  }
  isNear(realPower(5e-324, 0.5), 5e-324 ** 0.5, "the smallest double");
  isNear(realPower(Number.MAX_VALUE, 0.98), Number.MAX_VALUE ** 0.98, "the largest double");
});

test("powers of one, the power one and the power nought are exact", () => {
  for (const x of [1e-300, 0.1, 1, 1.1, 7, 1e300]) {
    assert.is(realPower(1, x), 1);
    assert.is(realPower(x, 1), x);
    assert.is(realPower(x, 0), 1);
  }
});

test("logarithm and exponential are Math's to 1e-14", () => {
  for (let i = 0; i < 20_000; i++) {
    const x = 2 ** (random() * 2000 - 1000);
    isNear(logarithm(x), Math.log(x), `ln ${x}`);
    const near = 1 + (random() - 0.5) / 10 ** Math.floor(random() * 14);
    isNear(logarithm(near), Math.log(near), `ln ${near}`);
    const exponent = (random() - 0.5) * 1400;
    isNear(exponential(exponent), Math.exp(exponent), `e ^ ${exponent}`);
  }
  assert.is(exponential(0), 1);
  assert.is(logarithm(1), 0);
});

test("what no double holds is infinite or nought", () => {
  assert.is(realPower(1e300, 2), Number.POSITIVE_INFINITY);
  assert.is(realPower(1e300, -2), 0);
  assert.is(exponential(1e9), Number.POSITIVE_INFINITY);
  assert.is(exponential(-1e9), 0);
});

test.run();
