import { test } from "uvu";
import * as assert from "uvu/assert";
import { timeTicks, valueTicks } from "../../src/chart/ticks.js";
import { rangeText, timeText, valueText } from "../../src/chart/words.js";
import { options, parseOption } from "../../src/options.js";
import { sliderScale } from "../../src/playground/slider.js";
import { View } from "../../src/playground/view.js";

const viewOf = (first: number, last: number) => {
  const view = new View();
  view.setBounds(first, last);
  return view;
};

test("a view zooms around a moment, moves, and never leaves its bounds", () => {
  const view = viewOf(0, 1_000);
  view.zoom(0.5, 250);
  assert.equal([view.from, view.to], [125, 625]);
  view.pan(-1);
  assert.equal([view.from, view.to], [0, 500]);
  view.pan(9);
  assert.equal([view.from, view.to], [500, 1_000]);
  view.zoom(100);
  assert.equal([view.from, view.to, view.isZoomed], [0, 1_000, false]);
  view.show(3, 3);
  assert.equal([view.from, view.to], [3, 4]);
});

test("new bounds keep what was zoomed into, as far as it is there", () => {
  const view = viewOf(0, 1_000);
  view.setBounds(0, 2_000);
  assert.is(view.to, 2_000);
  view.show(100, 200);
  view.setBounds(0, 3_000);
  assert.equal([view.from, view.to], [100, 200]);
  view.setBounds(5_000, 6_000);
  assert.equal([view.from, view.to], [5_000, 6_000]);
});

test("a moment is revealed, and those who watch are told", () => {
  const view = viewOf(0, 1_000);
  const told: string[] = [];
  view.onStretch(() => told.push("stretch"));
  view.onMoment(() => told.push("moment"));
  view.show(0, 100);
  view.reveal(50);
  view.reveal(500);
  view.look(500);
  assert.equal([view.from, view.to, view.moment], [450, 550, 500]);
  assert.equal(told, ["stretch", "stretch", "moment"]);
});

test("ticks are as fine as they stand apart, and name a day once", () => {
  const start = Date.UTC(2026, 0, 1, 23, 30);
  const half = 1_800_000;
  assert.equal(timeTicks([start, start + half, start + 2 * half], half), [
    "23:30\nJan 1, 2026",
    "00:00\nJan 2",
    "00:30",
  ]);
  assert.equal(timeTicks([start, start + 500], 500), ["23:30:00.000\nJan 1, 2026", "23:30:00.500"]);
  assert.equal(timeTicks([start, start + 86_400_000], 86_400_000), ["Jan 1, 2026", "Jan 2"]);
  assert.equal(timeTicks([start], 1_000), ["23:30:00\nJan 1, 2026"]);
});

test("ticks of values have as many decimals as tell them apart", () => {
  assert.equal(valueTicks([12.5, 15, 17.5]), ["12.5", "15.0", "17.5"]);
  assert.equal(valueTicks([0.02, 0.04]), ["0.02", "0.04"]);
  assert.equal(valueTicks([1_000_002, 1_000_004]), ["1,000,002", "1,000,004"]);
  assert.equal(valueTicks([0, 2_500_000]), ["0M", "2.5M"]);
  assert.equal(valueTicks([0, 1e-7]), ["0.00e+0", "1.00e-7"]);
  assert.equal(valueTicks([-20, 0, 20]), ["-20", "0", "20"]);
});

test("times, values and ranges are written for a person", () => {
  assert.equal([1_767_225_600_000, 1_767_225_600_250, 1_767_225_610_000].map(timeText), [
    "2026-01-01 00:00:00",
    "2026-01-01 00:00:00.25",
    "2026-01-01 00:00:10",
  ]);
  assert.equal([18.8, 1_234_567, 1e-7, Number.NaN].map(valueText), ["18.8", "1,234,567", "1.000e-7", "–"]);
  assert.is(rangeText(18.61, 19.09), "18.61 to 19.09");
  assert.is(rangeText(1_000, 250_000), "1,000 to 250,000");
});

test("every slider's positions give values that its option takes, and come back", () => {
  const sliders = options.flatMap((option) => {
    const scale = sliderScale(option);
    return scale === undefined ? [] : [{ name: option.name, scale }];
  });
  const names = sliders.map(({ name }) => name);
  for (const name of ["window", "alpha", "horizon", "level", "false-alarms"]) assert.ok(names.includes(name), name);
  for (const { name, scale } of sliders) {
    let previous = Number.NEGATIVE_INFINITY;
    for (let position = 0; position <= scale.steps; position++) {
      const value = scale.toValue(position);
      assert.not.throws(() => parseOption(name, String(value)));
      assert.ok(value >= previous, name);
      assert.is(scale.toValue(scale.toPosition(value)), value, name);
      previous = value;
    }
  }
});

test.run();
