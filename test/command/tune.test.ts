import { writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseFlags } from "../../src/command/flags.js";
import { readFiles } from "../../src/command/tune.js";
import { nearErrorOf, pathErrorOf, searchAlarms, searchModel } from "../../src/command/tune-search.js";
import { runTrial } from "../../src/command/tune-trial.js";
import { resolve, type Settings } from "../../src/options.js";
import { Random } from "../../src/simulation/random.js";
import { inRoom } from "../e2e/telegraf.js";
import { kernelBytes, latin1 } from "../engine/harness.js";
import { finish, start } from "../host/child.js";

const START = 1_767_225_600;

/** `count` lines of a series, its values by their index, a point each `step` seconds. */
function lines(count: number, step: number, value: (index: number) => number, key = "m,host=a f"): string {
  let text = "";
  for (let i = 0; i < count; i++) text += `${key}=${value(i).toFixed(3)} ${START + i * step}000000000\n`;
  return text;
}

/** About normal, of standard deviation 1. */
function gauss(random: Random): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.whole(0, 1_000_000) / 1_000_000;
  return sum;
}

function trying(text: string, given: Partial<Settings>) {
  const material = { kernel: kernelBytes(), rules: [], files: [[latin1(text)]] };
  const settings = resolve(given);
  const tried: Partial<Settings>[] = [];
  const run = (changes: Partial<Settings>, keeps: boolean) => {
    tried.push(changes);
    return runTrial(material, { ...settings, ...changes }, keeps, () => {});
  };
  return { run, tried };
}

test("the error at the end of a path is that of its last step against the value at its beginning", () => {
  // a straight line: 5 steps of slope 2 are missed without a trend, none with one
  const text =
    lines(400, 10, (i) => 2 * i, "m\\ x,b=1,a=2 f\\,1") + lines(400, 10, (i) => 2 * i, "n,source=s,field=t g");
  const { run } = trying(text, { horizon: 5, season: "none" });
  const flat = run({ trend: "none" }, true);
  const straight = run({ trend: "linear" }, true);
  assert.is(flat.series.size, 2);
  for (const { pathMase } of flat.series.values()) assert.ok(Math.abs(pathMase - 1) < 0.1, `${pathMase}`);
  for (const { pathMase } of straight.series.values()) assert.ok(pathMase < 0.01, `${pathMase}`);
  assert.ok(Number.isNaN(pathErrorOf(run({ horizon: 0 }, true))));
});

test("with a strong daily pattern the season comes first, and nothing is tried that is given", () => {
  const random = new Random(5, 1);
  const text = lines(144 * 9, 600, (i) => 50 + 20 * Math.sin((2 * Math.PI * i) / 144) ** 3 + gauss(random));
  const { run, tried } = trying(text, { horizon: 36, refit: "once" });
  const all = searchModel({ refit: "once" }, run);
  assert.equal(tried, [
    {},
    { season: "none" },
    { trend: "none" },
    { trend: "none", season: "none" },
    { trend: "damped" },
    { trend: "damped", season: "none" },
  ]);
  assert.is(all[0]!.trial.settings.season, "auto");
  const worst = all.find(({ trial }) => trial.settings.season === "none")!;
  assert.ok(pathErrorOf(all[0]!.trial) < 0.7 * pathErrorOf(worst.trial));
});

test("with a trend that lasts, a trend comes first", () => {
  const random = new Random(6, 1);
  let [value, slope] = [0, 1];
  const text = lines(3_000, 60, (i) => {
    if (i % 300 === 0) slope = -slope;
    value += slope;
    return value + gauss(random) / 10;
  });
  const [best] = searchModel({}, trying(text, { horizon: 5 }).run);
  assert.is(best!.trial.settings.trend, "damped");
});

test("the default stays where nothing is better by a margin", () => {
  const random = new Random(7, 1);
  let value = 0;
  const walk = lines(2_000, 60, () => {
    value += gauss(random);
    return value;
  });
  const [best] = searchModel({}, trying(walk, {}).run);
  assert.equal(best!.changes, {});
  assert.ok(Math.abs(nearErrorOf(best!.trial) - 1) < 0.05);
});

test("alarms that lose a severe incident come behind those that lose none, and then those nearest to the asked-for rate", () => {
  const random = new Random(8, 1);
  // lone misreads, too many to be told of, and at last a failure that stays
  const text = lines(6_000, 60, (i) => (i >= 5_900 ? 60 : i % 150 === 149 ? 20 : 0) + gauss(random));
  const { run } = trying(text, { horizon: 0 });
  const base = run({}, true);
  const all = searchAlarms({}, {}, base, run);
  const [best] = all;
  assert.is(best!.lost, 0);
  const plain = all.find(({ changes }) => Object.keys(changes).length === 0)!;
  assert.is(plain.lost, 0);
  const losing = all.findIndex(({ lost }) => lost > 0);
  const [safe, others] = losing < 0 ? [all, []] : [all.slice(0, losing), all.slice(losing)];
  for (const part of [safe, others]) {
    assert.equal(
      part.map(({ cost }) => cost),
      part.map(({ cost }) => cost).sort((one, other) => one - other),
    );
  }
  assert.ok(others.every(({ lost }) => lost > 0));
  // what is given is in every trial
  const given = { for: "1/1", minDeviation: "30", falseAlarms: "1/day" };
  assert.is(searchAlarms(given, {}, base, run).length, 1);
});

test("an incident counts as lost when it was severe and no other meets it", () => {
  const random = new Random(9, 1);
  const text = lines(4_000, 60, (i) => (i >= 3_000 && i % 200 === 0 ? 100 : 0) + gauss(random));
  const { run } = trying(text, { horizon: 0 });
  const base = run({}, true);
  const severe = [...base.series.values()][0]!.stretches.filter(({ incident }) => incident.severity === 2).length;
  assert.ok(severe >= 3, `${severe}`);
  const all = searchAlarms({ falseAlarms: "1/week", minDeviation: "1" }, {}, base, run);
  assert.is(all.find(({ trial }) => trial.settings.for === "2/3")!.lost, severe);
});

test("the command prints tables and a stanza that run takes, and the same as JSON", async () => {
  await inRoom(async (path) => {
    const random = new Random(4, 1);
    const text = lines(144 * 8, 600, (i) => 50 + 20 * Math.sin((2 * Math.PI * i) / 144) + gauss(random));
    writeFileSync(path("in.lp"), text);
    writeFileSync(path("h.toml"), "horizon = 12\nfor = '1/1'\n");
    const args = ["tune", "--refit", "0", "--config", path("h.toml"), path("in.lp")];
    const { stdout, stderr, code } = await finish(start(args));
    assert.is(stderr, "");
    assert.is(code, 0);
    assert.match(String(stdout), /: 1,152 points of 1 series over 8 days, \d+ settings tried/);
    assert.match(String(stdout), /^1 +\w+ +auto +0 .*\n2 .*\n3 .*\nas given +auto +auto +0 /m);
    assert.match(String(stdout), /MASE 12 ahead/);
    const command = /command = (\[[^\]]*\])/.exec(String(stdout))![1]!.replace(/,\s*\]/, "]");
    const [program, ...words] = JSON.parse(command) as string[];
    assert.is(program, "holtline");
    const { given, problems } = parseFlags(words);
    assert.equal(problems, []);
    assert.is(given.refit, 0);
    assert.is(given.config, path("h.toml"));
    assert.is(given.for, undefined);
    const data = JSON.parse(String((await finish(start([...args, "--json"]))).stdout)) as {
      arguments: string[];
      models: { mase: number }[];
      stanza: string;
    };
    assert.equal(data.arguments, words);
    assert.is(data.models.length, 6);
    assert.ok(String(stdout).endsWith(data.stanza));
  });
});

test("of long files the last lines are looked at, from the beginning of one on", async () => {
  await inRoom(async (path) => {
    const text = lines(20_000, 60, (i) => i);
    writeFileSync(path("in.lp"), text);
    const all = await readFiles([path("in.lp")], undefined, 2 * text.length);
    assert.is(Buffer.concat(all.files[0]!).toString(), text);
    assert.not(all.cut);
    const half = await readFiles([path("in.lp"), path("in.lp")], undefined, text.length);
    assert.ok(half.cut);
    for (const chunks of half.files) {
      const kept = Buffer.concat(chunks).toString();
      assert.ok(text.endsWith(`\n${kept}`));
      assert.ok(kept.length > text.length / 2 - 100 && kept.length < text.length / 2 + (1 << 16), `${kept.length}`);
    }
  });
});

test("files without numbers, and wrong flags, are told with exit code 2", async () => {
  const none = await finish(start(["tune", "-"]), 'm s="text"\n');
  assert.match(none.stderr, /^E! holtline tune: there is no numeric field to try settings on\n$/);
  assert.is(none.code, 2);
  assert.is((await finish(start(["tune", "--windw", "3", "-"]))).code, 2);
});

test.run();
