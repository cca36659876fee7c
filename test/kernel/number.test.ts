import { test } from "uvu";
import * as assert from "uvu/assert";
import { loadProbe } from "./probe.js";
import { below, bitsOf, random64, randomDouble } from "./random.js";

interface Probe {
  memory: { buffer: ArrayBuffer; grow(pages: number): number };
  areEightDigits(text: number): number;
  eightDigits(text: number): bigint;
  decimalToDouble(mantissa: bigint, exponent: number): number;
  writeDouble(out: number, value: number, digits: number): number;
  writeDoubles(values: number, count: number, digits: number, out: number): number;
  writeIntegers(values: number, count: number, out: number): number;
  readDecimals(decimals: number, count: number, out: number): void;
}

const probe = loadProbe<Probe>();
/** Everything is read and written in pages of our own, behind the kernel's memory. */
const base = probe.memory.buffer.byteLength;
probe.memory.grow(256);
const buffer = probe.memory.buffer;
const CAPACITY = 100_000;
const OUT = base + 16 * CAPACITY;

function read(start: number, end: number): string {
  return new TextDecoder().decode(new Uint8Array(buffer, start, end - start));
}

function writeDoubles(values: number[], digits: number): string[] {
  new Float64Array(buffer, base, CAPACITY).set(values);
  return read(OUT, probe.writeDoubles(base, values.length, digits, OUT))
    .split("\n")
    .slice(0, -1);
}

function writeIntegers(values: bigint[]): string[] {
  new BigInt64Array(buffer, base, CAPACITY).set(values);
  return read(OUT, probe.writeIntegers(base, values.length, OUT))
    .split("\n")
    .slice(0, -1);
}

function readDecimals(decimals: [mantissa: bigint, exponent: number][]): Float64Array {
  const input = new BigInt64Array(buffer, base, 2 * CAPACITY);
  decimals.forEach(([mantissa, exponent], i) => {
    input[2 * i] = BigInt.asIntN(64, mantissa);
    input[2 * i + 1] = BigInt(exponent);
  });
  probe.readDecimals(base, decimals.length, OUT);
  return new Float64Array(buffer, OUT, decimals.length);
}

/** JavaScript's layout of digits with the point after `point` of them. */
function layout(digits: string, point: number): string {
  const shown = digits.replace(/0+$/, "");
  if (point > 21 || point < -5) {
    const fraction = shown.length > 1 ? `.${shown.slice(1)}` : "";
    return `${shown[0]}${fraction}e${point > 0 ? "+" : "-"}${Math.abs(point - 1)}`;
  }
  if (point <= 0) return `0.${"0".repeat(-point)}${shown}`;
  if (shown.length <= point) return shown.padEnd(point, "0");
  return `${shown.slice(0, point)}.${shown.slice(point)}`;
}

function rounded(value: number, digits: number): string {
  if (value === 0) return "0";
  const [decimal, exponent] = Math.abs(value)
    .toExponential(digits - 1)
    .split("e") as [string, string];
  // toExponential and toPrecision round alike; what would read back as Infinity is cut off
  const tooGreat = Number(`${decimal}e${exponent}`) === Infinity;
  const figures = BigInt(decimal.replace(".", "")) - (tooGreat ? 1n : 0n);
  return (value < 0 ? "-" : "") + layout(figures.toString(), Number(exponent) + 1);
}

/** Decimals of up to 19 digits just beside the middle of two doubles. */
function nearMiddle(): [bigint, number] {
  const bits = bitsOf(Math.abs(randomDouble()));
  const biased = Number(bits >> 52n);
  const middle = 2n * ((bits & (2n ** 52n - 1n)) | (biased > 0 ? 2n ** 52n : 0n)) + 1n;
  const binary = Math.max(biased, 1) - 1076;
  let exponent = Math.floor((binary + middle.toString(2).length) * Math.LOG10E * Math.LN2) - 18;
  let above = middle * (binary > 0 ? 2n ** BigInt(binary) : 1n) * (exponent < 0 ? 10n ** BigInt(-exponent) : 1n);
  above /= (binary < 0 ? 2n ** BigInt(-binary) : 1n) * (exponent > 0 ? 10n ** BigInt(exponent) : 1n);
  for (; above >= 10n ** 19n; exponent++) above /= 10n;
  return [above + BigInt(below(3)), exponent];
}

function assertSame(actual: string[], expected: string[], about: (i: number) => string): void {
  assert.is(actual.length, expected.length);
  expected.forEach((text, i) => {
    if (actual[i] !== text) assert.is(actual[i], text, about(i));
  });
}

function assertParsed(decimals: [bigint, number][]): void {
  readDecimals(decimals).forEach((value, i) => {
    const text = decimals[i]!.join("e");
    if (!Object.is(value, Number(text))) assert.is(value, Number(text), text);
  });
}

test("the shortest text of a double is JavaScript's", () => {
  const values = Array.from({ length: CAPACITY }, randomDouble);
  assertSame(writeDoubles(values, 0), values.map(String), (i) => `${values[i]}`);
});

test("the shortest text is JavaScript's at the edges of doubles and of layouts", () => {
  const values = [
    0,
    -0,
    5e-324,
    1e-323,
    1.5e-323,
    2 ** -1022,
    2 ** -1022 - 5e-324,
    Number.MAX_VALUE,
    2 ** 53,
    2 ** 53 + 2,
  ];
  values.push(1e20, 1e21, 123456789012345680000, 999999999999999900000, 1e-6, 1e-7, 9.999999e-7, 1.2345678901234567e-6);
  values.push(...values.map((value) => -value), 18.8, 1 / 3, 2e-44, 1e23, 9.5367431640625e-7);
  assertSame(writeDoubles(values, 0), values.map(String), (i) => `${values[i]}`);
});

for (let digits = 1; digits <= 17; digits++) {
  test(`${digits} digits are those of toPrecision(${digits})`, () => {
    const values = Array.from({ length: 15_000 }, randomDouble);
    const expected = values.map((value) => rounded(value, digits));
    assertSame(writeDoubles(values, digits), expected, (i) => `${values[i]}`);
    // where no digit is lost in reading back, this is what a JavaScript program would print
    if (digits > 15) return;
    values.forEach((value, i) => {
      const again = Number(value.toPrecision(digits));
      if (Math.abs(value) > 2 ** -1022 && again !== Infinity) assert.is(expected[i], String(Number(again)));
    });
  });
}

test("ties are rounded away from zero and carry into a new digit", () => {
  const values = [1234565, -1234565, 1234575, 0.5, 2.5, 999999.5, 9999999.5, 99999949999, 0.00000099999995, 123456.5];
  const six = [
    "1234570",
    "-1234570",
    "1234580",
    "0.5",
    "2.5",
    "1000000",
    "10000000",
    "99999900000",
    "0.000001",
    "123457",
  ];
  assertSame(writeDoubles(values, 6), six, (i) => `${values[i]}`);
  assertSame(writeDoubles([0.5, 2.5, 9.5, 95, 1.5, 8.5, -4.5], 1), ["0.5", "3", "10", "100", "2", "9", "-5"], String);
});

test("a rounding that would leave the range is cut off", () => {
  const least = [1, 2, 3, 16, 17].map((digits) => writeDoubles([Number.MAX_VALUE], digits)[0]);
  assert.equal(least, ["1e+308", "1.7e+308", "1.79e+308", "1.797693134862315e+308", "1.7976931348623157e+308"]);
});

test("nothing is written more than 24 bytes past the end", () => {
  const bytes = new Uint8Array(buffer, OUT, 64);
  for (let i = 0; i < 20_000; i++) {
    bytes.fill(0xff);
    const length = probe.writeDouble(OUT, i < 40 ? 10 ** (i - 10) : randomDouble(), i % 18) - OUT;
    assert.ok(length <= 25 && bytes.findLastIndex((byte) => byte !== 0xff) < length + 24, read(OUT, OUT + length));
  }
});

test("decimals read as JavaScript reads them", () => {
  const decimal = (): [bigint, number] => [random64() >> BigInt(below(64)), below(700) - 365];
  assertParsed(Array.from({ length: CAPACITY }, decimal));
  const ordinary = (): [bigint, number] => [random64() >> BigInt(1 + below(63)), below(50) - 30];
  assertParsed(Array.from({ length: CAPACITY }, ordinary));
});

test("decimals beside the middle of two doubles fall to the right side", () => {
  assertParsed(Array.from({ length: 50_000 }, nearMiddle));
});

test("exact middles go to the even double", () => {
  const middles: [bigint, number][] = [];
  for (let i = 0; i < 3000; i++) {
    const middle = 2n ** 53n + 2n * BigInt(below(2 ** 30)) + 1n;
    for (let k = 0; k <= 4; k++) middles.push([middle * 5n ** BigInt(k), -k]);
    for (let k = 0; k <= 23; k++) {
      const least = 2n ** 53n / 5n ** BigInt(k) + 1n;
      const odd = (least + (random64() % least)) | 1n;
      const room = 64 - odd.toString(2).length;
      middles.push([odd << BigInt(below(room + 1)), k]);
    }
  }
  assertParsed(middles);
});

test("decimals out of range are zero and Infinity", () => {
  assert.is(probe.decimalToDouble(1n, 309), Infinity);
  assert.is(probe.decimalToDouble(17976931348623159n, 292), Infinity);
  assert.is(probe.decimalToDouble(17976931348623158n, 292), Number.MAX_VALUE);
  assert.is(probe.decimalToDouble(-1n, -344), 0);
  assert.is(probe.decimalToDouble(2n, -324), 0);
  assert.is(probe.decimalToDouble(3n, -324), 5e-324);
  assert.is(probe.decimalToDouble(0n, 2147483647), 0);
  assert.is(probe.decimalToDouble(1n, -2147483648), 0);
});

test("integers are written in decimal, the least included", () => {
  const values = [
    0n,
    -1n,
    2n ** 63n - 1n,
    -(2n ** 63n),
    99999999n,
    100000000n,
    10n ** 16n - 1n,
    10n ** 16n,
    -(10n ** 18n),
  ];
  while (values.length < CAPACITY) values.push(BigInt.asIntN(64, random64()) >> BigInt(below(64)));
  assertSame(writeIntegers(values), values.map(String), (i) => `${values[i]}`);
});

test("eight digits are told from other bytes and read", () => {
  const bytes = new Uint8Array(buffer, base, 8);
  for (let i = 0; i < 10_000; i++) {
    const text = String(below(1e8)).padStart(8, "0");
    new TextEncoder().encodeInto(text, bytes);
    assert.is(probe.areEightDigits(base), 1);
    assert.is(probe.eightDigits(base), BigInt(text));
    const other = below(256);
    bytes[below(8)] = other;
    assert.is(probe.areEightDigits(base), other >= 0x30 && other <= 0x39 ? 1 : 0);
  }
});

test.run();
