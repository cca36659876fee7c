import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Engine, type SeriesRule } from "../../src/engine/engine.js";
import { Kernel } from "../../src/engine/kernel.js";
import { MOST_RULES, settingsUnder } from "../../src/engine/series-rule.js";
import { resolve, type Settings } from "../../src/options.js";
import { engine, kernelBytes, latin1, noise, outputOf, series } from "./harness.js";

const rules: readonly SeriesRule[] = [
  { measurement: ["cpu"], tags: { host: ["db*"] }, settings: { horizon: 3, upper: 5, window: 20, refit: 1 } },
  { measurement: ["cpu", "mem"], field: ["u*"], settings: { horizon: 7, trend: "damped", level: 50, gapWatch: true } },
  { tags: { host: ["web2"] }, score: false },
];

/** Four hosts with two measurements, each with two fields and values of its own, a point a second. */
function stream(rows: number, from = 0): string {
  let text = "";
  for (let row = from; row < from + rows; row++) {
    for (const [index, host] of ["db1", "db2", "web1", "web2"].entries()) {
      for (const measurement of ["cpu", "mem"]) {
        const values = `used=${noise(row * 4 + index)},free=${noise(row * 4 + index + 1)}`;
        text += `${measurement},host=${host} ${values} ${1_600_000_000 + row}000000000\n`;
      }
    }
  }
  return text;
}

/** Lengths of the paths that stand in an output, by series. */
function paths(output: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [, host, source, field, step] of output.matchAll(
    /^fcast,host=(\w+),source=(\w+),field=(\w+) .*step=(\d+)i/gm,
  )) {
    const key = `${source} ${host} ${field}`;
    found[key] = Math.max(found[key] ?? 0, Number(step));
  }
  return found;
}

test("each series goes by the first rule that it meets, and by the top level without one", () => {
  const output = outputOf(engine({ horizon: 2 }, { rules }), stream(100));
  assert.equal(paths(output), {
    "cpu db1 used": 3,
    "cpu db1 free": 3,
    "mem db1 used": 7,
    "mem db1 free": 2,
    "cpu db2 used": 3,
    "cpu db2 free": 3,
    "mem db2 used": 7,
    "mem db2 free": 2,
    "cpu web1 used": 7,
    "cpu web1 free": 2,
    "mem web1 used": 7,
    "mem web1 free": 2,
    "cpu web2 used": 7,
    "mem web2 used": 7,
  });
  const limited = [...output.matchAll(/^anomaly,host=(\w+),source=(\w+).*reason="range"/gm)];
  assert.equal([...new Set(limited.map(([, host, source]) => `${source} ${host}`))].sort(), ["cpu db1", "cpu db2"]);
});

test("a series under a rule is written as by an engine that has the rule's settings for all", () => {
  const one = (text: string) =>
    text.replace(/^(?!.*\bhost=db1\b.*\n).*\n/gm, "").replace(/^(?:mem|.*source=mem).*\n/gm, "");
  const whole = outputOf(engine({ horizon: 2 }, { rules }), stream(300));
  const alone = outputOf(engine({ horizon: 2, ...rules[0]!.settings }), stream(300));
  assert.ok(one(whole).split("\n").length > 1_000);
  assert.is(one(whole), one(alone));
});

test("chunks cut anywhere give the same bytes", () => {
  const input = latin1(stream(60));
  const whole = outputOf(engine({}, { rules }), input);
  fc.assert(
    fc.property(fc.array(fc.nat(input.length), { maxLength: 8 }), (cuts) => {
      const ends = [...cuts.sort((one, other) => one - other), input.length];
      const parts = ends.map((end, index) => input.subarray(ends[index - 1] ?? 0, end));
      assert.is(outputOf(engine({}, { rules }), ...parts), whole);
    }),
    { numRuns: 20 },
  );
  assert.is(outputOf(engine({}, { rules }, "debug"), input), whole);
});

test("where windows of several lengths come and go, memory is nobody else's", () => {
  const many: SeriesRule[] = [10, 30, 500, 4_096].map((window) => ({
    tags: { w: [`${window}`] },
    settings: { window, refit: 3 },
  }));
  let text = "";
  for (let row = 0; row < 700; row++) {
    const windows = [10, 30, 500, 4_096, 120].map(
      (window) => `m,w=${window},turn=${Math.floor(row / 150)} f=${noise(row)} ${row}000000000\n`,
    );
    text += windows.join("");
  }
  const given = { horizon: 0, maxSeries: 6, season: "none" } as const;
  const together = outputOf(engine(given, { rules: many }, "debug"), text);
  for (const window of [10, 30, 500, 4_096, 120]) {
    const own = (lines: string) =>
      lines
        .split("\n")
        .filter((line) => line.includes(`w=${window},`))
        .join("\n");
    const settings = many.find(({ tags }) => tags!.w![0] === `${window}`)?.settings ?? {};
    assert.is(own(together), outputOf(engine({ ...given, ...settings }), `${own(text)}\n`).trimEnd(), `${window}`);
  }
});

/** What becomes of a state of 100 points a series when the next engine has other rules. */
function restarted(before: readonly SeriesRule[], after: readonly SeriesRule[], given: Partial<Settings> = {}) {
  const first = engine({ horizon: 2, ...given }, { rules: before });
  first.push(latin1(stream(100)));
  const second = engine({ horizon: 2, ...given }, { rules: after });
  const { newest: _, changed, ...counts } = second.restore(first.snapshot());
  const state = new Map(
    Array.from({ length: second.statistics().series }, (_, index) => second.seriesState(index + 1)).map((one) => {
      const { measurement, tags, field } = one.name;
      return [`${measurement} ${tags[0]![1]} ${field}`, one] as const;
    }),
  );
  return { counts, changed: Object.keys(changed), state, second };
}

const kept = { series: 14, models: 0, bands: 0, unwanted: 0, crowded: 0 };

test("after a restart with the same rules the bytes are those of none", () => {
  const { second, counts, changed } = restarted(rules, rules);
  assert.equal(counts, kept);
  assert.equal(changed, []);
  const whole = outputOf(engine({ horizon: 2 }, { rules }), stream(150));
  assert.ok(whole.endsWith(outputOf(second, stream(50, 100))));
});

test("after a restart each series is under the rule that it meets now, wherever that stands", () => {
  const moved: SeriesRule[] = [{ measurement: ["none"] }, { measurement: ["nil"] }, ...rules];
  const { second, counts, changed } = restarted(rules, moved);
  assert.equal(counts, kept);
  assert.equal(changed, ["rules"]);
  const whole = outputOf(engine({ horizon: 2 }, { rules }), stream(150));
  assert.ok(whole.endsWith(outputOf(second, stream(50, 100))));
});

test("only series whose own settings have changed start anew", () => {
  const longer = [{ ...rules[0]!, settings: { ...rules[0]!.settings, horizon: 9, window: 40 } }, ...rules.slice(1)];
  assert.equal(restarted(rules, longer).counts, kept);
  const { counts, state } = restarted(rules, rules.slice(1, 3));
  // the databases' cpu now meets the second rule, with its trend and its level, or none
  assert.equal(counts, { ...kept, models: 2 });
  assert.is(state.get("cpu db1 used")!.points, 0);
  assert.is(state.get("cpu db1 free")!.points, 100);
  assert.equal(restarted([], rules).counts, { ...kept, models: 6, unwanted: 2 });
  assert.equal(restarted(rules, []).counts, { ...kept, models: 6 });
  const other: SeriesRule[] = [rules[0]!, { ...rules[1]!, settings: { ...rules[1]!.settings, level: 80 } }, rules[2]!];
  assert.equal(restarted(rules, other).counts, { ...kept, bands: 6 });
});

test("series that a rule leaves out go from the state, and come back anew", () => {
  const out: SeriesRule[] = [{ measurement: ["mem"], score: false }];
  const { counts, second } = restarted([], out);
  assert.equal(counts, { ...kept, series: 8, unwanted: 8 });
  assert.not.match(outputOf(second, stream(20, 100)), /source=mem/);
  assert.equal(restarted(out, []).counts, { ...kept, series: 8 });
});

test("what is in a state of series with rules can be looked at", () => {
  const first = engine({}, { rules });
  first.push(latin1(stream(100)));
  const { engine: shown, head } = Engine.open(kernelBytes(), first.snapshot());
  assert.is(head.settings.rules!.length, 3);
  for (let number = 1; number <= 14; number++) {
    assert.equal(shown.seriesState(number), first.seriesState(number));
    assert.ok(shown.seriesState(number).points > 0);
  }
});

test("there is room in the kernel for as many rules as are taken, and no more", () => {
  const kernel = new Kernel(kernelBytes());
  kernel.exports.configure(1, 1, 1n);
  assert.is(kernel.exports.setOption(MOST_RULES, 0, 1), 1);
  assert.is(kernel.exports.setOption(MOST_RULES + 1, 0, 1), 0);
  const many = Array.from({ length: MOST_RULES }, (_, index) => ({
    field: [`f${index}`],
    settings: { horizon: index + 1 },
  }));
  const last = outputOf(engine({ horizon: 0 }, { rules: many }), series(10, noise, "m,host=a", "f254"));
  assert.equal(paths(last), { "m a f254": 255 });
  assert.throws(() => engine({}, { rules: [...many, {}] }), /256 rules are more than the 255/);
});

test("settings that a rule can't have are refused", () => {
  const refused = (settings: Partial<Settings>, message: RegExp) =>
    assert.throws(() => engine({}, { rules: [{ settings }] }), message);
  refused({ maxSeries: 3 }, /--max-series: stands for all series, and can't be a rule's/);
  refused({ falseAlarmsTotal: "1/day" }, /--false-alarms-total: stands for all series/);
  refused({ window: 3 }, /--window 3: expected/);
  refused({ minPoints: 200 }, /--min-points 200: at most --window/);
  refused({ phi: 0.9 }, /--phi 0.9: has no meaning with --trend auto/);
  assert.throws(() => engine({}, { rules: [{ tags: { host: ["a["] } }] }), /--tags.host a\[: has a \[ without/);
});

test("a rule's rate of false alarms goes before one for all series together", () => {
  const top = resolve({ falseAlarmsTotal: "1/day", falseAlarms: "1/month" });
  assert.is(settingsUnder(top, { horizon: 1 }).settings.falseAlarmsTotal, "1/day");
  assert.is(settingsUnder(top, { falseAlarms: "1/week" }).settings.falseAlarmsTotal, undefined);
});

test("the distance between paths can be set for all series at once", () => {
  const subject = engine({ horizon: 2 }, { rules });
  subject.setForecastEvery(1);
  const output = outputOf(subject, stream(30));
  assert.is(output.match(/^fcast,host=db1,source=cpu,field=used .*step=3i/gm)!.length, 21);
});

test.run();
