import { test } from "uvu";
import * as assert from "uvu/assert";
import { isClock, readDate } from "../../src/input/date.js";

const expected = BigInt(Date.UTC(2026, 10, 28, 18, 20)) * 1_000_000n;

test("dates are read in all their usual forms, in UTC unless they say otherwise", () => {
  for (const text of [
    "2026-11-28T18:20:00Z",
    "2026-11-28T18:20:00.000000000Z",
    "2026-11-28 18:20",
    "2026-11-28, 18:20:00",
    "2026-11-28 18:20:00 UTC",
    "2026-11-28 19:20:00+01:00",
    "2026-11-28 13:20:00 -0500",
    "2026-11-28 13:20:00 EST",
    "Sat Nov 28 20:20:00 CEST 2026",
    "2026-11-28 6:20 PM",
    "2026/11/28 18:20:00",
    "20261128T182000Z",
    "11/28/2026 18:20",
    "11/28/2026 6:20:00 PM",
    "11/28/2026, 6:20:00 p.m.",
    "11/28/26 18:20",
    "28.11.2026 18:20:00",
    "28.11.26 18:20",
    "Nov 28 2026 18:20:00",
    "November 28, 2026 6:20 PM",
    "November 28, 2026 at 6:20 PM",
    "Nov 28th, 2026 18:20",
    "28 Nov 2026 18:20:00",
    "28-Nov-2026 18:20:00",
    "28. November 2026, 18:20",
    "Sat, 28 Nov 2026 18:20:00 GMT",
    "Sat Nov 28 18:20:00 2026",
    "Sat Nov 28 18:20:00 UTC 2026",
    "Sat Nov 28 2026 19:20:00 GMT+0100 (Central European Standard Time)",
  ])
    assert.is(readDate(text, "month-first"), expected, text);
  assert.is(readDate("28/11/2026 18:20", "day-first"), expected);
  assert.is(readDate("28-11-2026 18:20:00", "day-first"), expected);
});

test("twelve o'clock, a date alone, and German months", () => {
  const midnight = BigInt(Date.UTC(2026, 2, 1)) * 1_000_000n;
  for (const text of ["3/1/2026 12:00:00 AM", "2026-03-01", "1. Mär 2026", "01.03.2026", "1 March 2026"])
    assert.is(readDate(text, "month-first"), midnight, text);
  assert.is(readDate("3/1/2026 12:00 PM", "month-first"), midnight + 43_200_000_000_000n);
});

test("what is no date is none", () => {
  for (const text of [
    "",
    "18.8",
    "1.2.3",
    "2026-13-01",
    "2026-02-30",
    "2026-01-01T25:00:00Z",
    "2026-01-01 10:61",
    "13/28/2026",
    "13:00 PM",
    "Foo 28 2026",
    "Nov 2026",
    "beer 12",
    "2026-01-01 10:00 XYZT",
  ])
    assert.is(readDate(text, "month-first"), undefined, text);
});

test("a time of day is one without a date", () => {
  assert.equal(["18:20", "6:20:01 PM", "18:20:00.5", "2026-01-01 18:20", "18"].map(isClock), [
    true,
    true,
    true,
    false,
    false,
  ]);
});

test.run();
