import { test } from "uvu";
import * as assert from "uvu/assert";
import { Engine } from "../../src/engine/engine.js";
import { keyOf } from "../../src/engine/names.js";
import { resolve, type Settings } from "../../src/options.js";
import { PathFinder, readSaid } from "../../src/playground/path.js";
import { LinePicker } from "../../src/playground/scoring.js";
import { brewLines, kernel, scored, start } from "./scored.js";

const engineOutput = (text: string, given: Partial<Settings>) => {
  const engine = Engine.create(kernel, resolve(given));
  return String(Buffer.concat([Uint8Array.from(engine.push(Buffer.from(text))), Uint8Array.from(engine.end())]));
};

/** A finder for a series of a text. */
function finderOf(text: string, series: number, given: Partial<Settings> = {}): PathFinder {
  const settings = resolve(given);
  const picker = new LinePicker(kernel, settings, series);
  // in pieces that end anywhere
  for (let at = 0; at < text.length; at += 997) picker.push(Buffer.from(text.slice(at, at + 997)));
  picker.end();
  return new PathFinder(kernel, settings, scored(text, given).nameOf(series), picker.lines);
}

test("the path from a point is the one that the engine writes there, forwards and back", () => {
  const text = brewLines(1_500);
  const written = engineOutput(text, { forecastEvery: 1, horizon: 12, trend: "damped" });
  const finder = finderOf(text, 2, { horizon: 12, trend: "damped" });
  for (const ordinal of [1_000, 1_001, 1_400, 9, 700]) {
    const time = start + BigInt(ordinal) * 1_000_000_000n;
    const { path } = finder.approach(ordinal, 10_000)!;
    assert.is(path!.time.length, 12);
    for (let step = 0; step < 12; step++) {
      const line = `yhat=${path!.yhat[step]},yhat_lower=${path!.lower[step]},yhat_upper=${path!.upper[step]},step=${step + 1}i ${time + BigInt(step + 1) * 1_000_000_000n}\n`;
      assert.ok(written.includes(`fcast,brew=stout_2,source=temperature,field=temperature ${line}`), line);
      assert.is(path!.time[step], Number(time / 1_000_000n) + 1_000 * (step + 1));
    }
  }
});

test("a far point is approached in pieces", () => {
  const finder = finderOf(brewLines(500), 1);
  let pieces = 1;
  let said = finder.approach(400, 100);
  for (; said === undefined; said = finder.approach(400, 100)) pieces++;
  assert.is(pieces, 4);
  assert.is(said.path!.time.length, 40);
});

test("there is no path before the tenth point, nor at a horizon of 0, but under presets and --emit fields", () => {
  const text = brewLines(300);
  assert.is(finderOf(text, 1).approach(8, 100)!.path, undefined);
  assert.is(finderOf(text, 1, { horizon: 0 }).approach(200, 1_000)!.path, undefined);
  assert.is(finderOf(text, 1, { preset: "tg-brew" }).approach(200, 1_000)!.path!.time.length, 40);
  assert.is(finderOf(text, 1, { emit: "fields", horizon: 7 }).approach(200, 1_000)!.path!.time.length, 7);
});

test("an event's sentence is the engine's", () => {
  const text = brewLines(3_000);
  const written = engineOutput(text, { emit: "changes" });
  const [, message, time] = /brew=ipa_3.*event="opened".*message="([^"]+)".* (\d+)\n/.exec(written)!;
  const ordinal = Number((BigInt(time!) - start) / 1_000_000_000n);
  assert.is(finderOf(text, 1).approach(ordinal, 10_000)!.message, message);
});

test("series are told apart whatever their tags are", () => {
  const at = (row: number) => start + BigInt(row) * 1_000_000_000n;
  const keys = ["m,field=x,source_=y\\ z", "m,field=x,source=m", "m,field=x"];
  const rows = Array.from({ length: 40 }, (_, row) =>
    keys.map((key, own) => `${key} a=${row % 5},b\\,c=${own} ${at(row)}\n`),
  );
  const text = rows.flat().join("");
  const output = Buffer.from(engineOutput(text, { forecastEvery: 1, horizon: 1 }));
  for (let series = 1; series <= 6; series++) {
    const name = scored(text).nameOf(series);
    const { path } = readSaid(output, resolve({}), name);
    assert.is(path!.time.length, 31, keyOf(name));
    if (name.field === "b,c") assert.equal([...new Set(path!.yhat)], [(series - 2) / 2]);
    assert.is(finderOf(text, series, { horizon: 3 }).approach(30, 100)!.path!.time.length, 3);
  }
});

test.run();
