import { readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Engine } from "../../src/engine/engine.js";
import { resolve } from "../../src/options.js";
import type { Answer, Request } from "../../src/playground/protocol.js";
import { Session } from "../../src/playground/session.js";
import { brews } from "../../src/simulation/brews.js";
import { pause } from "../host/child.js";
import { brewLines, kernel } from "./scored.js";

const SEED = 1;

/** A session, and what it answered. */
function begin() {
  const answers: Answer[] = [];
  const session = new Session(
    kernel,
    (answer) => answers.push(answer),
    () => setImmediate(),
    SEED,
  );
  const ask = (request: Request) => session.handle(request);
  const of = <Kind extends Answer["kind"]>(kind: Kind) =>
    answers.filter((answer): answer is Extract<Answer, { kind: Kind }> => answer.kind === kind);
  return { ask, of };
}

const settings = resolve({});
const open = (name: string, content: string | Uint8Array): Request => ({
  kind: "open",
  origin: { kind: "blob", name, blob: new Blob([Buffer.from(content)]) },
  settings,
});

test("an input is opened and scored; other settings score it anew", async () => {
  const { ask, of } = begin();
  await ask(open("x.lp.gz", gzipSync(brewLines(2_000))));
  assert.equal(
    of("opened").map(({ name, converted, notices }) => [name, converted, notices]),
    [["x.lp.gz", false, []]],
  );
  await ask({ kind: "score", settings: resolve({ minDeviation: "50" }) });
  const [first, second] = of("results");
  assert.ok(first!.series[0]!.incidents > second!.series[0]!.incidents);
  assert.is(second!.run, first!.run + 1);
  assert.is(first!.lines, 4_000);
});

test("a newer request ends an older one, and cancelling leaves what is there", async () => {
  const { ask, of } = begin();
  const text = brewLines(30_000);
  await ask(open("x.lp", text));
  const older = ask({ kind: "score", settings: resolve({ level: 80 }) });
  await Promise.all([ask({ kind: "score", settings: resolve({ level: 90 }) }), older]);
  assert.is(of("results").length, 2);
  const stopped = ask({ kind: "score", settings });
  await Promise.all([ask({ kind: "cancel" }), stopped]);
  assert.is(of("results").length, 2);
  assert.is(of("cancelled").length, 1);
  await ask({ kind: "columns", run: 2, series: [1] });
  assert.is(of("columns")[0]!.columns[0]![1].time.length, 30_000);
});

test("settings that change while an input is read are those that it is scored under", async () => {
  const { ask, of } = begin();
  const opening = ask(open("x.lp", brewLines(500)));
  await Promise.all([ask({ kind: "score", settings: resolve({ measurement: ["other"] }) }), opening]);
  assert.equal(
    of("results").map(({ series }) => series.length),
    [0],
  );
});

test("columns and paths of an older run are not answered", async () => {
  const { ask, of } = begin();
  await ask(open("x.lp", brewLines(500)));
  await ask({ kind: "columns", run: 7, series: [1] });
  await ask({ kind: "path", run: 7, series: 1, ordinal: 100 });
  assert.equal([of("columns").length, of("path").length], [0, 0]);
});

test("of many wishes for a path the last one is answered", async () => {
  const { ask, of } = begin();
  await ask(open("x.lp", brewLines(1_000)));
  await Promise.all([100, 200, 300, 250].map((ordinal) => ask({ kind: "path", run: 1, series: 2, ordinal })));
  const found = of("path");
  assert.is(found.at(-1)!.ordinal, 250);
  assert.is(found.at(-1)!.said.path!.time.length, 40);
});

test("what is written is what the engine writes", async () => {
  const { ask, of } = begin();
  const text = `${brewLines(800)}no line\nm f=1`;
  await ask(open("beer.lp", text));
  await ask({ kind: "write-scored", settings });
  await ask({ kind: "write-input" });
  const [scored, input] = of("written");
  const engine = Engine.create(kernel, settings);
  const expected = Buffer.concat([Uint8Array.from(engine.push(Buffer.from(text))), Uint8Array.from(engine.end())]);
  assert.is(scored!.name, "beer.scored.lp");
  assert.ok(Buffer.from(await scored!.blob.arrayBuffer()).equals(expected));
  assert.is(await input!.blob.text(), text);
});

test("problems have their lines, with the place in them", async () => {
  const { ask, of } = begin();
  await ask(open("x.lp", `${brewLines(50)}m f=oops 1\n\nm,t f=1 2\n`));
  const [{ problems, problemCount, unparsable }] = of("results") as [Extract<Answer, { kind: "results" }>];
  assert.equal([problemCount, unparsable], [2, 2]);
  assert.equal(
    problems.map(({ line, column }) => [line, column]),
    [
      [101, 5],
      [103, 4],
    ],
  );
  assert.equal(problems[0]!.excerpt, { before: "m f=", behind: "oops 1" });
});

test("what can't be used is told, and the input before it stays", async () => {
  const { ask, of } = begin();
  await ask(open("x.lp", brewLines(100)));
  await ask(open("empty.lp", ""));
  assert.match(of("failed")[0]!.text, /^empty\.lp is empty/);
  await ask({ kind: "score", settings });
  assert.is(of("results").length, 2);
});

test("the hosts are those of holtline simulate, with a daily cycle that is found", async () => {
  const { ask, of } = begin();
  await ask({ kind: "open", origin: { kind: "hosts", name: "hosts.lp" }, settings });
  const [results] = of("results");
  assert.is(results!.series.length, 9);
  await ask({ kind: "write-input" });
  assert.match(
    await of("written")[0]!.blob.text(),
    /^cpu,cpu=cpu-total,host=db-1 usage_idle=[\d.]+,usage_system=[\d.]+,usage_user=[\d.]+ 1767225600000000000\n/,
  );
});

test("a live stream goes on, keeps what came under other settings, and shows a misread", async () => {
  const { ask, of } = begin();
  const playing = [ask({ kind: "live", settings, speed: 200 })];
  const newest = () => of("results").at(-1);
  const grown = async (points: number) => {
    while ((newest()?.series[0]?.points ?? 0) < points) await pause(20);
  };
  try {
    await grown(420);
    await ask({ kind: "misread" });
    await grown(480);
    playing.push(ask({ kind: "score", settings: resolve({ level: 80 }) }));
    const { run, live, series } = newest()!;
    assert.ok(live && series[0]!.points >= 480);
    await ask({ kind: "columns", run, series: [1] });
    const { value } = of("columns").at(-1)!.columns[0]![1];
    const simulated = brews(value.length, SEED)[0]!.fields[0]!.values;
    const errors = [...value].flatMap((one, at) =>
      Math.round(one * 10) === simulated[at] ? [] : [one * 10 - simulated[at]!],
    );
    assert.equal(errors.map(Math.round), [70]);
    await ask({ kind: "path", run, series: 1, ordinal: value.length - 1 });
    assert.is(of("path").at(-1)!.said.path!.time.length, 40);
  } finally {
    await Promise.all([ask({ kind: "cancel" }), ...playing]);
  }
});

test("the bundled sample is one that opens", async () => {
  const { ask, of } = begin();
  const file = readFileSync(new URL("../../../data/brews.lp.gz", import.meta.url));
  await ask(open("brews.lp.gz", file));
  assert.is(of("opened")[0]!.bytes, gunzipSync(file).length);
});

test.run();
