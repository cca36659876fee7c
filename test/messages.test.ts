import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Points } from "../src/engine/points.js";
import { SeriesTally } from "../src/engine/tally.js";
import { InputLines } from "../src/input/lines.js";
import type { Settings } from "../src/options.js";
import { engine, noise, series } from "./engine/harness.js";
import { MessageWatch, shapeOf } from "./messages.js";
import { root } from "./package.js";
import { pageText, rowsOf, sectionOf, spansOf } from "./pages.js";

const PIECE = 1 << 16;

/** What is told of a file's bytes, whatever its format is. */
function watched(name: string, bytes: Uint8Array, given: Partial<Settings>): MessageWatch {
  const watch = new MessageWatch();
  const subject = engine({ horizon: 0, emit: "changes", ...given });
  const lines = new InputLines(name, undefined);
  const take = (some: Uint8Array) => watch.take(Buffer.from(some).toString("latin1"));
  for (let at = 0; at < bytes.length; at += PIECE) take(subject.push(lines.push(bytes.subarray(at, at + PIECE))));
  take(subject.push(lines.end()));
  take(subject.end());
  return watch;
}

/** Some series that bring each kind of message about. */
function made(): Uint8Array {
  const steady = (i: number) => (20 + noise(i) / 10).toFixed(1);
  const coarse = (i: number) => (18 + Math.floor(i / 40) / 10 + (i % 97 === 0 ? 0.6 : 0)).toFixed(1);
  const text = [
    series(2_000, (i) => (i % 331 === 330 ? 90 : steady(i)), "m,of=spikes"),
    series(2_000, (i) => (i < 900 ? steady(i) : 60 + noise(i)), "m,of=levels"),
    series(2_000, (i) => (20 + (noise(i) - 5) * (i > 900 && i < 1_000 ? 0.36 : 0.1)).toFixed(2), "m,of=changes"),
    series(2_000, (i) => (i > 900 && i < 1_200 ? "20.4" : steady(i)), "m,of=standstill"),
    series(2_000, (i) => (i > 900 && i < 1_300 ? "20.4" : steady(Math.floor(i / 7))), "m,of=holding"),
    series(2_000, coarse, "m,of=misreads"),
    series(2_000, (i) => (i < 1_500 ? 4 : 8), "m,of=constant"),
    series(2_000, (i) => (97 + noise(i) / 5 + (i === 800 ? -60 : 0)).toFixed(1), "m,of=percent"),
    series(2_000, (i) => (noise(i) / 50 + (i % 700 === 699 ? 3 : 0)).toFixed(2), "m,of=small"),
    series(2_000, (i) => `${16_000_000 + noise(i) + (i === 900 ? 300 : 0)}i`, "m,of=inodes"),
    series(2_000, (i) => `${1000 * i + noise(i) + (i > 900 ? 500_000 : 0)}i`, "m,of=counter"),
  ];
  return Buffer.from(text.join(""));
}

const settings: Partial<Settings>[] = [
  {},
  { falseAlarms: "1/1h" },
  { trend: "damped", for: "2/3" },
  { direction: "up" },
  { digits: 1, upper: 70, lower: 5 },
];

test("every message of made series is true on the face of it", () => {
  for (const given of settings) {
    const { faults, events } = watched("made.lp", made(), given);
    assert.equal(faults, [], JSON.stringify(given));
    assert.ok(events > 0, `${events} events of ${JSON.stringify(given)}`);
  }
});

test("what score lists of an incident is the range that was exceeded", () => {
  const tallies: SeriesTally[] = [];
  const onPoints = (points: Points) => {
    for (let row = 0; row < points.count; row++) {
      tallies[points.series[row]!] ??= new SeriesTally();
      tallies[points.series[row]!]!.take(points, row);
    }
  };
  const subject = engine({ horizon: 0 }, { onPoints });
  subject.push(made());
  const incidents = tallies.flatMap((tally) => tally.incidents);
  assert.ok(incidents.length >= 10, `${incidents.length}`);
  for (const { value, lower, upper, told } of incidents)
    assert.ok(value < lower || value > upper, `${told}: ${value}, expected ${lower} to ${upper}`);
});

/** Shapes of what is told of made series and of silences, under enough options to see everything. */
function shapesSeen(): Set<string> {
  const quiet = (i: number) => 20 + noise(i) / 10;
  const beyond = series(300, (i) => (i === 90 ? 40 : i === 190 ? 0 : quiet(i)), "m,of=limits");
  const gap = `${series(100, quiet, "m,of=b")}${series(100, quiet, "m,of=b").replaceAll(" 1600000", " 1600003")}`;
  let gone = "";
  for (let i = 0; i < 100; i++)
    gone += series(1, () => quiet(i), "m,of=a").replace("1600000000", `${1_600_000_000 + i}`);
  for (let i = 0; i < 2_000; i++) gone += `m,of=c f=${quiet(i)} ${1_600_000_000 + 60 * i}000000000\n`;
  // at a point every ten minutes
  const job = (days: number, period: number) =>
    Array.from({ length: days * 144 }, (_, i) => {
      const value = quiet(i) + (i % period === 100 && i + period < days * 144 ? 200 : 0);
      return `m,of=job f=${value} ${1_600_000_000 + 600 * i}000000000\n`;
    }).join("");
  const runs: [Uint8Array | string, Partial<Settings>][] = [
    [made(), {}],
    [made(), { falseAlarms: "1/1h" }],
    [beyond, { upper: 30, lower: 10 }],
    [beyond, { upper: 30 }],
    [beyond, { lower: 10 }],
    [gap, {}],
    [job(9, 144), { season: "none" }],
    [job(50, 1_008), { season: "none" }],
    [gone, { gapWatch: true }],
  ];
  return new Set(runs.flatMap(([text, given]) => [...watched("made.lp", Buffer.from(text), given).shapes]));
}

test("docs/output.md lists every message, and nothing else", () => {
  const listed = rowsOf(sectionOf(pageText("docs/output.md"), "Messages")).flatMap((row) => spansOf(row.says ?? ""));
  const shapes = new Set(listed.filter((text) => !text.startsWith("…")).map(shapeOf));
  // parts of one row
  for (const part of ["at most #", "at least #"]) shapes.add(`is #, allowed ${part} (range)`);
  assert.equal([...shapes].sort(), [...shapesSeen()].sort());
});

test("every message of the bundled brews is true on the face of it", () => {
  const { faults, events } = watched("brews.lp", gunzipSync(readFileSync(join(root, "data/brews.lp.gz"))), {});
  assert.equal(faults, []);
  assert.ok(events > 0);
});

const folder = join(root, "../shared/data");
const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (file) => /\.(csv|lp\.gz)$/.test(file) && !file.startsWith("m4-weekly"),
    )
  : [];
if (files.length === 0) console.log("skipped: messages of the benchmark data, ../shared/data is not there");

test("every message of the benchmark data is true on the face of it", () => {
  for (const given of settings.slice(0, 2)) {
    const faults: string[] = [];
    let events = 0;
    for (const file of files) {
      const bytes = readFileSync(join(folder, file));
      const found = watched(basename(file, ".gz"), file.endsWith(".gz") ? gunzipSync(bytes) : bytes, given);
      faults.push(...found.faults.map((fault) => `${file}: ${fault}`));
      events += found.events;
    }
    assert.equal(faults, [], JSON.stringify(given));
    assert.ok(files.length === 0 || events > 300, `${events} events of ${JSON.stringify(given)}`);
  }
});

test.run();
