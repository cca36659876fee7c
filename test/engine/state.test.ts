import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Engine } from "../../src/engine/engine.js";
import { Kernel } from "../../src/engine/kernel.js";
import { recordsOf } from "../../src/engine/saved-record.js";
import { CHECK, checksum, readSnapshot } from "../../src/engine/snapshot.js";
import { defaults, type Settings } from "../../src/options.js";
import { assertSame, engine, kernelBytes, latin1, noise, outputOf, series } from "./harness.js";

const decoder = new TextDecoder("latin1");
const START = 1_600_000_000;

/** The output of an input whose reader is another engine from each cut on: each goes on with the snapshot of the last. */
function restarted(input: Uint8Array, cuts: readonly number[], given: Partial<Settings>, build?: "debug"): string {
  let output = "";
  let subject = engine(given, {}, build);
  let at = 0;
  for (const cut of [...cuts].sort((one, other) => one - other)) {
    output += decoder.decode(subject.push(input.subarray(at, cut)));
    const held = Uint8Array.from(subject.held());
    const snapshot = subject.snapshot();
    subject = engine(given, {}, build);
    subject.restore(snapshot);
    assert.ok(Buffer.from(subject.snapshot()).equals(snapshot), "a snapshot of a restored engine is the same");
    output += decoder.decode(subject.push(held));
    at = cut;
  }
  return output + outputOf(subject, input.subarray(at));
}

/** Three hosts, a point each `step` seconds: a gauge, a counter that starts anew, and what else a stream holds. */
function stream(rows: number, step: number): Uint8Array {
  const day = 86_400 / step;
  let text = "";
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const time = `${START + row * step}000000000`;
    total = row % 331 === 330 ? 0 : total + noise(row, 50);
    for (const host of ["a", "b", "c"]) {
      const isSilent = host === "b" && row % 400 > 340;
      if (isSilent) continue;
      const isHigh = (row % 113 > 105 && host === "a") || (row > rows * 0.6 && row < rows * 0.64);
      const cycle = 10 * Math.sin((2 * Math.PI * row) / day);
      const value = (50 + cycle + noise(row * 3 + host.charCodeAt(0)) / 10 + (isHigh ? 40 : 0)).toFixed(1);
      text += `cpu,host=${host} used=${value},count=${total + row}i ${time}\n`;
    }
    if (row % 7 === 0) text += `odd,b=2,a=1 s="x\ny",f=${1 + noise(row)} ${time}\n`;
    if (row % 11 === 0) text += `cpu,host=a used=${noise(row, 90)} ${START + (row - 3) * step}000000000\n`;
    if (row % 13 === 0) text += `cpu,host=a used=${noise(row, 90)} ${time}\n`;
    if (row % 17 === 0) text += `untimed f=${noise(row)}\nno line\n# a comment\n`;
    if (row % 19 === 0) text += `cpu,host=c used=5,used_yhat=5 ${time}\n`;
  }
  return latin1(text);
}

const settings: [string, Partial<Settings>][] = [
  ["the defaults", {}],
  ["the preset", { preset: "tg-brew" }],
  ["the linear preset", { preset: "tg-brew-linear" }],
  ["a fit at every third point", { refit: 3, window: 40 }],
  ["no fit", { refit: 0, alpha: 0.4, trend: "damped" }],
  ["an exponential trend", { trend: "exponential", refit: 5 }],
  ["three of five, watched gaps", { for: "3/5", gapWatch: true, horizon: 5 }],
  ["rates", { groupBy: ["host"], groupEvery: 90, horizon: 0 }],
  ["etas in fields", { emit: "fields", etaAbove: 80, etaBelow: 20 }],
  ["changes", { emit: "changes", falseAlarmsTotal: "1/day", lower: 40 }],
  ["statistics", { statsEvery: 60, horizon: 0 }],
  ["differences of all", { difference: "on", horizon: 3 }],
  ["a given season", { season: "600s", horizon: 4, forecastEvery: 1 }],
  ["few windows", { maxWindows: 4, refit: 2 }],
];

for (const [name, given] of settings) {
  test(`with ${name}, a restart anywhere gives the bytes of none`, () => {
    const input = stream(450, 10);
    const whole = outputOf(engine(given), input);
    assert.ok(whole.length > input.length + 10_000);
    const place = fc.nat(input.length);
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 4 }), (cuts) => {
        assertSame(restarted(input, cuts, given), whole, `cut at ${cuts}`);
      }),
      { numRuns: 3 },
    );
  });
}

/** Points of more hosts than are held, some oftener than others, a quarter out of reach. */
function crowd(count: number, hosts: number): Uint8Array {
  let text = "";
  for (let i = 0; i < count; i++) {
    const host = i % 3 === 0 ? noise(i, hosts) : noise(i, 5);
    const value = i % 40 > 34 ? 90 : 20 + noise(i) / 10;
    text += `m,cpu=${noise(i, 2)},host=h${host} f=${value} ${START + (i >> 1)}000000000\n`;
  }
  return latin1(text);
}

for (const [name, given] of [
  ["watched gaps", { gapWatch: true }],
  ["statistics", { statsEvery: 15 }],
] as const) {
  test(`with ${name}, a restart among series that go for others gives the bytes of none`, () => {
    const input = crowd(700, 23);
    const settings = { maxSeries: 12, horizon: 0, lower: 0, upper: 50, ...given };
    const first = engine(settings);
    const whole = outputOf(first, input);
    assert.ok(first.statistics().evictions > 100);
    const place = fc.nat(input.length);
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 4 }), (cuts) => {
        assertSame(restarted(input, cuts, settings), whole, `cut at ${cuts}`);
      }),
      { numRuns: 5 },
    );
  });
}

test("where groups come and go with their last series, a restored engine's snapshot is the one that it was given", () => {
  const input = crowd(700, 23);
  const given = { maxSeries: 12, horizon: 0, lower: 0, upper: 50, groupBy: ["host"], groupEvery: 20 };
  for (let cut = 0; cut <= input.length; cut += 97) {
    const first = engine(given);
    first.push(input.subarray(0, cut));
    const snapshot = first.snapshot();
    const second = engine(given);
    second.restore(snapshot);
    assert.ok(Buffer.from(second.snapshot()).equals(snapshot), `cut at ${cut}`);
  }
});

const seasonal: [string, Partial<Settings>, number][] = [
  ["the defaults", { horizon: 6, gapWatch: true }, 600],
  ["an hour that is given", { season: "1h" }, 60],
  ["a day and a week by a zone's clock", { season: "1d,7d", timeZone: "Europe/Berlin", horizon: 6 }, 600],
  ["a horizon of hours", { horizon: "6h", forecastEvery: 7 }, 600],
  ["a time to a limit", { horizon: 0, etaAbove: 70 }, 600],
  ["Holt's method", { trend: "damped", horizon: 6 }, 600],
];

for (const [name, given, step] of seasonal) {
  test(`with ${name}, a restart among days that a season has been found in gives the bytes of none`, () => {
    const input = stream(1_300, step);
    const whole = outputOf(engine(given), input);
    const found = engine(given);
    found.push(input);
    assert.ok([1, 2, 3, 4, 5, 6].some((number) => found.seriesState(number).hasSeason));
    const place = fc.nat(input.length);
    fc.assert(
      fc.property(place, place, (one, other) => {
        assertSame(restarted(input, [one, other], given), whole, `cut at ${one} and ${other}`);
      }),
      { numRuns: 2 },
    );
    const middle = input.length >> 1;
    assertSame(restarted(input, [middle], given, "debug"), whole, "cut in the middle, in the kernel with checks");
  });
}

test("a restart at hundreds of places of a short input gives the bytes of none, in the kernel with checks too", () => {
  const input = stream(12, 10);
  const whole = outputOf(engine({ groupBy: ["host"], groupEvery: 20 }), input);
  for (let cut = 0; cut <= input.length; cut += 7) {
    assertSame(restarted(input, [cut], { groupBy: ["host"], groupEvery: 20 }, "debug"), whole, `cut at ${cut}`);
  }
});

test("a silence that has begun is told of after a restart, when its time comes", () => {
  let text = "";
  for (let second = 0; second < 140; second++) {
    for (const host of ["a", "b"]) {
      const isSilent = host === "b" && second >= 100 && second < 130;
      if (!isSilent) text += `m,host=${host} f=${20 + noise(second) / 10} ${START + second}000000000\n`;
    }
  }
  const input = latin1(text);
  const given = { gapWatch: true, horizon: 0, emit: "changes" } as const;
  const whole = outputOf(engine(given), input);
  assert.match(whole, /b f has been silent for 4 s/);
  const begun = text.indexOf(`${START + 101}`);
  for (const cut of [begun, begun + 50, begun + 100, begun + 300]) {
    assertSame(restarted(input, [cut], given), whole, `cut at ${cut}`);
  }
});

test("an engine that was restarted knows what one knows that was not, and holds no more", () => {
  const input = stream(300, 10);
  for (const given of [
    { maxWindows: 2, refit: 2 },
    { maxWindows: 2, season: "600s" },
    { groupBy: ["host"] },
  ] satisfies Partial<Settings>[]) {
    const whole = engine(given);
    whole.push(input);
    const first = engine(given);
    first.push(input.subarray(0, input.length >> 2));
    const second = engine(given);
    second.restore(first.snapshot());
    second.push(Uint8Array.from(first.held()));
    second.push(input.subarray(input.length >> 2));
    assert.ok(Buffer.from(second.snapshot()).equals(whole.snapshot()), JSON.stringify(given));
  }
});

test("an incident that is open goes on, and a snapshot tells of it", () => {
  const calm = series(200, (i) => (20 + noise(i) / 10).toFixed(1));
  const subject = engine({ horizon: 0 });
  subject.push(latin1(`${calm}m,host=a f=90 1600000200000000000\n`));
  const next = engine({ horizon: 0 });
  next.restore(subject.snapshot());
  const state = next.seriesState(1);
  assert.is(state.reason, "spike");
  assert.equal(state.name, { measurement: "m", tags: [["host", "a"]], field: "f" });
  assert.is(state.points, 201);
  assert.is(state.time, 1_600_000_200_000_000_000n);
  assert.is(state.step, 1);
  assert.is(state.value, 90);
  const output = outputOf(next, "m,host=a f=20.5 1600000201000000000\n");
  assert.match(output, /is_anomaly=true/);
  assert.not.match(output, /event="opened"/);
});

const plain = latin1(series(300, (i) => (20 + noise(i) / 10).toFixed(1)));
const more = series(340, (i) => (20 + noise(i) / 10).toFixed(1)).slice(plain.length);

/** What becomes of 300 points when a restart brings other settings, and what is written of the next 40. */
function changed(before: Partial<Settings>, after: Partial<Settings>) {
  const first = engine({ horizon: 0, ...before });
  first.push(plain);
  const second = engine({ horizon: 0, ...after });
  const { newest, ...restored } = second.restore(first.snapshot());
  assert.is(newest, 1_600_000_299_000_000_000n);
  return { restored, output: outputOf(second, more) };
}

const none = { series: 1, models: 0, bands: 0, unwanted: 0, crowded: 0 };

test("what is shown of a series is where its forecasts set out from and where they go", () => {
  const ramp = series(300, (i) => (100 + 0.5 * i + noise(i) / 20).toFixed(2));
  for (const given of [{}, { trend: "linear", refit: 0 }] as const) {
    const subject = engine(given);
    subject.push(latin1(ramp));
    const { level, trend, deviation } = subject.seriesState(1);
    assert.ok(Math.abs(level - 249.5) < 2, `level ${level}`);
    assert.ok(Math.abs(trend - 0.5) < 0.1, `trend ${trend}`);
    assert.ok(deviation > 0.05 && deviation < 0.5, `deviation ${deviation}`);
  }
});

test("other alarms and another output throw nothing away", () => {
  for (const after of [
    { falseAlarms: "1e-3" },
    { digits: 3 },
    { for: "2/3" },
    { emit: "fields" },
    { minPoints: 20 },
  ] as const) {
    const { restored, output } = changed({}, after);
    assert.equal(restored, { ...none, changed: {} });
    assert.not.match(output, /warming/);
    assert.is(output.match(/anomaly_score/g)!.length, 40);
  }
});

test("another trend, season or parameter starts the models anew and says what it was", () => {
  for (const [before, after] of [
    [{}, { trend: "damped" }],
    [{ season: "none" }, { season: "auto" }],
    [{ alpha: 0.5 }, { alpha: 0.6 }],
    [{ difference: "on" }, { difference: "off" }],
  ] as const) {
    const { restored, output } = changed(before, after);
    const [key] = Object.keys(after);
    assert.equal(Object.keys(restored.changed), [key]);
    assert.equal({ ...restored, changed: {} }, { ...none, models: 1, changed: {} });
    assert.match(output, /warming=true/);
    assert.is(output.match(/^anomaly/gm)!.length, 31);
  }
});

test("another level starts the bands anew", () => {
  const { restored, output } = changed({}, { level: 50 });
  assert.equal(restored, { ...none, bands: 1, changed: { level: 95 } });
  assert.not.match(output, /warming/);
});

test("another window takes the values along, and no fit needs none", () => {
  const before = { trend: "none", refit: 1, window: 120 } as const;
  const fresh = engine({ horizon: 0, trend: "none", refit: 1, window: 60 });
  const wanted = outputOf(fresh, latin1(decoder.decode(plain) + more))
    .split("\n")
    .slice(-2);
  const shorter = changed(before, { trend: "none", refit: 1, window: 60 });
  assert.equal(shorter.restored, { ...none, changed: {} });
  const [own] = shorter.output.split("\n").slice(-2);
  // the same newest 60 values give the same fit
  assert.is(/yhat=([^,]*)/.exec(own!)![1], /yhat=([^,]*)/.exec(wanted[0]!)![1]);
  for (const after of [
    { trend: "none", refit: 1, window: 400 },
    { trend: "none", refit: 0 },
    { trend: "none", refit: "once" },
    { trend: "none", refit: 1, maxWindows: 0 },
  ] as const) {
    assert.equal(changed(before, after).restored, { ...none, changed: {} });
  }
  // a series that has had its last fit is fitted again
  assert.is.not(
    changed({ trend: "none" }, { trend: "none", refit: 1 }).output,
    changed({ trend: "none" }, { trend: "none" }).output,
  );
});

test("series that are no longer asked for stay out, and the others go on", () => {
  const first = engine({ horizon: 0 });
  first.push(latin1(series(100, noise) + series(100, noise, "m,host=a", "g") + series(100, noise, "n")));
  const second = engine({ horizon: 0, field: ["f"], measurement: ["m"] });
  const { series: count, unwanted, changed: before } = second.restore(first.snapshot());
  assert.is(count, 1);
  assert.is(unwanted, 2);
  assert.equal(before, { measurement: [], field: [] });
  const output = outputOf(second, "m,host=a f=1,g=2 1700000000000000000\nn f=1 1700000000000000000\n");
  assert.is(output.match(/^anomaly/gm)!.length, 1);
});

test("with less room those stay that were seen last", () => {
  const lines = (hosts: readonly number[], from: number) =>
    hosts.map((host, i) => `m,host=h${host} f=${host} ${START + from + i}000000000\n`).join("");
  const first = engine({ horizon: 0, groupBy: ["host"] });
  first.push(latin1(lines([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 0) + lines([7, 2, 5], 10)));
  const second = engine({ horizon: 0, groupBy: ["host"], maxSeries: 4 });
  const { series: count, crowded } = second.restore(first.snapshot());
  assert.equal([count, crowded], [4, 6]);
  const held = [1, 2, 3, 4].map((number) => second.seriesState(number));
  assert.equal(
    held.map(({ name, points }) => [name.tags[0]![1], points]),
    [
      ["h2", 2],
      ["h5", 2],
      ["h7", 2],
      ["h9", 1],
    ],
  );
  second.push(latin1(lines([20, 21], 20)));
  assert.equal(
    [1, 2, 3, 4].map((number) => second.seriesName(number).tags[0]![1]),
    ["h2", "h5", "h21", "h20"],
  );
});

/** A snapshot with the records of two. */
function merged(one: Uint8Array, other: Uint8Array): Uint8Array {
  const kernel = new Kernel(kernelBytes());
  const head = readSnapshot(kernel, one);
  const records = [...recordsOf(kernel, head), ...recordsOf(kernel, readSnapshot(kernel, other))];
  const whole = Buffer.concat([one.subarray(0, head.records), ...records]);
  const checks = records.map((record) => Buffer.from(record).readBigUInt64LE(8));
  whole.writeUInt32LE(records.length, 16);
  whole.writeBigUInt64LE(BigInt(whole.length), 32);
  whole.writeBigUInt64LE(
    BigInt.asUintN(
      64,
      checks.reduce((sum, check) => sum + check, 0n),
    ),
    48,
  );
  whole.writeBigUInt64LE(checksum(kernel, whole.subarray(0, head.records - CHECK)), head.records - CHECK);
  return whole;
}

test("series can be moved to another process: each goes on from its record alone", () => {
  const lines = (host: string, from: number, to: number) =>
    series(to, (i) => (20 + noise(i) / 10 + (i > 205 ? 30 : 0)).toFixed(1), `m,host=${host}`)
      .split(/(?<=\n)/)
      .slice(from)
      .join("");
  const past = [lines("a", 0, 210), lines("b", 0, 150)];
  const future = lines("b", 150, 240) + lines("a", 210, 240);
  const given = { horizon: 2, refit: 5 } as const;
  const both = engine(given);
  both.push(latin1(past.join("")));
  const [one, other] = past.map((text) => {
    const its = engine(given);
    its.push(latin1(text));
    return its.snapshot();
  });
  const moved = engine(given);
  assert.is(moved.restore(merged(one!, other!)).series, 2);
  assertSame(outputOf(moved, future), outputOf(both, future), "moved");
});

test("a snapshot of more series than there is room for by default is opened whole", () => {
  const count = defaults().maxSeries + 1;
  const first = engine({ horizon: 0, refit: 0, season: "none", maxSeries: count });
  for (let from = 0; from < count; from += 1000) {
    const numbers = Array.from({ length: Math.min(1000, count - from) }, (_, index) => from + index);
    first.push(latin1(numbers.map((number) => `m,h=${number} f=1 1\n`).join("")));
  }
  assert.is(Engine.open(kernelBytes(), first.snapshot()).engine.statistics().series, count);
});

test("series that were seen while a snapshot was written go for others like all", () => {
  const settings = { horizon: 0, emit: "changes", maxSeries: 5 } as const;
  const lines = (hosts: string, from: number) =>
    [...hosts].map((host, i) => `m,host=${host} f=1 ${START + from + i}000000000\n`).join("");
  const first = engine(settings);
  first.push(latin1(lines("abcde", 0)));
  const writer = first.snapshotWriter();
  first.push(latin1(lines("dcbae", 10).repeat(3)));
  const records = Uint8Array.from(writer.next()!);
  const snapshot = Buffer.concat([writer.head(), records]);
  const problems: string[] = [];
  const second = engine(settings, { onProblem: ({ text }) => problems.push(text) });
  second.restore(snapshot);
  second.push(latin1(lines("xy", 20)));
  assert.equal(problems, []);
  assert.equal(
    [1, 2, 3, 4, 5].map((number) => second.seriesName(number).tags[0]![1]),
    ["a", "b", "y", "x", "e"],
  );
});

test("rates start anew with another tag or interval", () => {
  const first = engine({ horizon: 0, groupBy: ["host"], groupEvery: 60 });
  first.push(plain);
  const second = engine({ horizon: 0, groupBy: ["rack"], groupEvery: 60 });
  second.restore(first.snapshot());
  assert.not.match(outputOf(second, more), /anomaly_group/);
});

test("an engine is asked for its past before its first series, and not before", () => {
  const first = engine({ horizon: 0, measurement: ["m"] });
  const calls: number[] = [];
  const past = engine({ horizon: 0, measurement: ["m"] });
  past.push(plain);
  let second: Engine;
  const onFirstSeries = () => {
    calls.push(second.statistics().series);
    second.restore(past.snapshot());
  };
  second = engine({ horizon: 0, measurement: ["m"] }, { onFirstSeries });
  first.push(plain);
  const others = '# nothing\nother f=1 5\nm s="text" 5\n';
  const input = `${others}${more}`;
  assert.is(outputOf(second, others).length, others.length);
  assert.equal(calls, []);
  assert.is(outputOf(second, input), outputOf(first, input));
  assert.equal(calls, [0]);
  assert.throws(() => second.restore(past.snapshot()), /has series/);
});

test("whatever is cut off, added or flipped, a snapshot is refused and the engine is as before", () => {
  const subject = engine({ horizon: 0, refit: 1, window: 12, groupBy: ["host"] });
  subject.push(plain.subarray(0, 2_000));
  const whole = subject.snapshot();
  const fresh = engine({ horizon: 0, refit: 1, window: 12, groupBy: ["host"] });
  const refused = (bytes: Uint8Array, what: string) =>
    assert.throws(
      () => fresh.restore(bytes),
      (error: Error) => error.name === "SnapshotError",
      what,
    );
  for (let length = 0; length < whole.length; length++) refused(whole.subarray(0, length), `${length} bytes`);
  refused(Buffer.concat([whole, Buffer.alloc(8)]), "8 bytes more");
  const bytes = Uint8Array.from(whole);
  for (let at = 0; at < bytes.length; at++) {
    for (const flip of [1, 0x80, 0xff]) {
      bytes[at]! ^= flip;
      refused(bytes, `byte ${at} flipped by ${flip}`);
      bytes[at]! ^= flip;
    }
  }
  assert.is(fresh.statistics().series, 0);
  assert.is(fresh.restore(bytes).series, 1);
});

test("a snapshot of another version, a truncated one and a foreign file are told apart", () => {
  const subject = engine();
  subject.push(plain);
  const whole = subject.snapshot();
  const say = (bytes: Uint8Array) => {
    try {
      engine().restore(bytes);
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };
  const other = Uint8Array.from(whole);
  other[8] = 9;
  assert.match(say(other), /is of version 9\.\d+ .* reads 1\.\d+/);
  assert.match(say(whole.subarray(0, 300)), /is truncated: it ends after 300 bytes/);
  assert.match(say(latin1("root:x:0:0:root:/root:/bin/sh\n")), /is no state of Holtline/);
  assert.match(say(new Uint8Array(0)), /is empty/);
  const flipped = Uint8Array.from(whole);
  flipped[flipped.length - 9]! ^= 4;
  assert.match(say(flipped), /is damaged in its series 1 of 1, at byte \d+/);
});

test.run();
