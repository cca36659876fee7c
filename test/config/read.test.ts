import { test } from "uvu";
import * as assert from "uvu/assert";
import { readConfig } from "../../src/config/read.js";
import { settle } from "../../src/config/settle.js";
import { options, resolve, type Settings, settingName } from "../../src/options.js";
import { sampleToml } from "../../src/sample-toml.js";

/** What is wrong with a configuration, beside flags. */
const problemsOf = (text: string, flags: Partial<Settings> = {}) => settle(flags, readConfig(text, "h.toml")).problems;

function read(text: string, flags: Partial<Settings> = {}) {
  const { settings, rules, problems } = settle(flags, readConfig(text, "h.toml"));
  assert.equal(problems, []);
  return { settings, rules };
}

test("the top level has the options of run, as TOML has texts, numbers, truths and lists", () => {
  const { settings, rules } = read(`
    trend = "damped"
    measurement = ["cpu", "mem*"]
    field = "usage_*"
    window = 60
    refit = 1
    alpha = 0.5
    season = "1d"
    false-alarms = 1e-4
    min-deviation = "5%"
    for = "2/3"
    group-every = "1m30s"
    stats-every = 0
    digits = "shortest"
    strict = true
  `);
  assert.equal(rules, []);
  assert.equal(
    settings,
    resolve({
      trend: "damped",
      measurement: ["cpu", "mem*"],
      field: ["usage_*"],
      window: 60,
      refit: 1,
      alpha: 0.5,
      season: "1d",
      falseAlarms: "0.0001",
      minDeviation: "5%",
      for: "2/3",
      groupEvery: 90,
      statsEvery: 0,
      digits: "shortest",
      strict: true,
    }),
  );
});

test("rules have globs of names and tags, and settings of their own", () => {
  const { rules } = read(`
    [[rule]]
    measurement = "cpu"
    tags = { host = "db*", region = ["eu-*", "us-*"] }
    horizon = 5
    [[rule]]
    field = ["a", "b"]
    [rule.tags]
    "a b" = "x"
    [[rule]]
    tags.host = "web"
    score = false
    [[rule]]
    gap-watch = true
  `);
  assert.equal(rules, [
    { measurement: ["cpu"], tags: { host: ["db*"], region: ["eu-*", "us-*"] }, settings: { horizon: 5 } },
    { field: ["a", "b"], tags: { "a b": ["x"] } },
    { tags: { host: ["web"] }, score: false },
    { settings: { gapWatch: true } },
  ]);
});

test("flags go before the top level, for lists too", () => {
  const text = 'window = 60\nhorizon = 5\nmeasurement = ["cpu"]\n';
  const { settings } = read(text, { window: 70, measurement: ["mem"] });
  assert.equal(settings, resolve({ window: 70, horizon: 5, measurement: ["mem"] }));
});

const wrong: [string, string][] = [
  ["a\n", "1:2: no TOML: "],
  ["window = \n", "1:10: no TOML: invalid value; a text stands in quotes"],
  ["trend = damped\n", "1:9: no TOML: invalid value; a text stands in quotes"],
  ["\n  windw = 3", "2:3: windw: no such option; did you mean window?"],
  ["min_points = 20", "1:1: min_points: no such option; did you mean min-points?"],
  ["qqqqq = 20", "1:1: qqqqq: no such option"],
  ["window = 3", "1:1: window = 3: expected a whole number from 10 to 4096"],
  ["window = 12.5", "1:1: window = 12.5: expected a whole number from 10 to 4096"],
  ['window = "60"', '1:1: window = "60": a number stands without quotes'],
  ["window = [60]", "1:1: window = [60]: expected a whole number from 10 to 4096"],
  ["window = 1979-05-27", "1:1: window = 1979-05-27: expected a whole number from 10 to 4096"],
  ['trend = "dampd"', '1:1: trend = "dampd": expected auto, damped, linear, exponential or none; did you mean damped?'],
  ["trend = 1", "1:1: trend = 1: expected auto, damped, linear, exponential or none, in quotes"],
  ["strict = 1", "1:1: strict = 1: expected true or false"],
  ['gap-watch = "true"', '1:1: gap-watch = "true": expected true or false'],
  ["group-every = 60", "1:1: group-every = 60: expected a duration like 12h or 1d"],
  ["anomaly-name = 7", "1:1: anomaly-name = 7: expected a name, in quotes"],
  ['anomaly-name = "#x"', '1:1: anomaly-name = "#x": a name that Telegraf reads'],
  ["level = inf", "1:1: level = Infinity: expected a number above 0 and below 100"],
  ["false-alarms = -1", "1:1: false-alarms = -1: expected a rate like 1/week"],
  ['field = ["a",\n"b["]', '2:1: field = "b[": has a [ without its ]'],
  ["field = [3]", "1:10: field = 3: expected a glob pattern, in quotes"],
  ["field = []", "1:1: field = []: an empty list matches nothing"],
  ['config = "x"', "1:1: config: stands on the command line alone"],
  ["score = false", "1:1: score: stands in a [[rule]] alone"],
  ["rule = 1", "1:1: rule: expected tables: each rule begins with a line [[rule]]"],
  ["[rule]\nhorizon = 1", "1:1: rule: expected tables: each rule begins with a line [[rule]]"],
  ["[[rules]]\nhorizon = 1", "1:1: rules: no such table; did you mean [[rule]]?"],
  ["[[rule]]\nhorizn = 1", "2:1: rule 1: horizn: no such option of a rule; did you mean horizon?"],
  ['[[rule]]\ntag = "x"', "2:1: rule 1: tag: no such option of a rule; did you mean tags?"],
  ['[[rule]]\n\nstate = "x"', "3:1: rule 1: state: stands for all series; put it above the first [[rule]]"],
  ['[[rule]]\nfalse-alarms-total = "1/day"', "2:1: rule 1: false-alarms-total: stands for all series; put it"],
  ["[[rule]]\nhorizon = -1", "2:1: rule 1: horizon = -1: expected a whole number from 0 to 1000 or a duration like 6h"],
  ['[[rule]]\ntags = "x"', '2:1: rule 1: tags = "x": expected a table like { host = "db*" }'],
  ['[[rule]]\ntags = { host = ["{a"] }', '2:18: rule 1: tags.host = "{a": has a { without its }'],
  ['[[rule]]\nscore = "no"', '2:1: rule 1: score = "no": expected true or false'],
  ['[[rule]]\nhorizon = 1\n[[rule]]\nfield = "x"', "1:1: rule 1: takes every series, so that the rules behind it"],
  ['[[rule]]\nfield = "a"\n'.repeat(256), "511:1: rule 256: there is room for 255 rules"],
  ["min-points = 500", "1:1: min-points = 500: at most window, which is 120"],
  ["alpha = 0.1\n[[rule]]\nbeta = 0.2", "3:1: rule 1: beta = 0.2: "],
  ["min-points = 50\n[[rule]]\nwindow = 20", "2:1: rule 1: min-points = 50: at most window, which is 20"],
  [
    'preset = "tg-brew"\n[[rule]]\ngap-watch = true',
    "3:1: rule 1: gap-watch = true: preset tg-brew tells of no events",
  ],
];

for (const [text, said] of wrong) {
  test(`it is told where and what is wrong: ${text.slice(0, 60).replaceAll("\n", " ")}`, () => {
    const problems = problemsOf(text);
    assert.ok(problems.length > 0);
    assert.ok(problems[0]!.startsWith(`h.toml:${said}`), problems[0]);
  });
}

test("all that is wrong is told, in the order of the file, and once", () => {
  const problems = problemsOf(`min-points = 500
[[rule]]
windw = 3
window = 3
[[rule]]
trend = "dampd"
`);
  assert.equal(
    problems.map((problem) => problem.split(":").slice(1, 3).join(":")),
    ["1:1", "2:1", "3:1", "4:1", "6:1"],
  );
});

test("what a flag is in the way of is told of the flag, and of the file what the file has", () => {
  assert.equal(problemsOf("window = 50", { minPoints: 100 }), ["--min-points 100: at most --window, which is 50"]);
  assert.equal(problemsOf("min-points = 100", { window: 50 }), [
    "h.toml:1:1: min-points = 100: at most window, which is 50",
  ]);
});

test("a rule's own trend leaves behind the parameters that it has no use for", () => {
  read(
    'trend = "damped"\nalpha = 0.5\nbeta = 0.1\nphi = 0.9\n[[rule]]\nfield = "a"\ntrend = "none"\n[[rule]]\ntrend = "linear"\n',
  );
});

test("a byte order mark in front and Windows' line ends change nothing", () => {
  assert.is(read("\ufeffwindow = 60\r\nhorizon = 5\r\n").settings.horizon, 5);
  assert.equal(
    problemsOf("\ufeffa = 1\r\nwindow = 3\r\n").map((one) => one.slice(0, 10)),
    ["h.toml:1:1", "h.toml:2:1"],
  );
});

test("names that JavaScript objects have are names like others", () => {
  assert.equal(problemsOf("__proto__ = 1\nconstructor = 2\n").length, 2);
  const { rules } = read('[[rule]]\ntags = { __proto__ = "a", constructor = "b" }\nhorizon = 1\n');
  assert.equal(Object.entries(rules[0]!.tags!), [
    ["__proto__", ["a"]],
    ["constructor", ["b"]],
  ]);
});

test("the sample has every option with its default, sets nothing as it stands, and is understood uncommented", () => {
  const sample = sampleToml();
  assert.equal(read(sample), { settings: resolve({}), rules: [] });
  for (const { name, default: value, repeatable } of options) {
    if (name === "config") continue;
    const [, line] = new RegExp(`^# (${name} = .*)$`, "m").exec(sample)!;
    const { given, document } = readConfig(line!, "h.toml");
    assert.equal(document.problems, [], line);
    if (value !== undefined && !repeatable) assert.equal(given, { [settingName(name)]: value }, line);
  }
  const { rules } = read(sample.slice(sample.indexOf("# [[rule]]")).replaceAll(/^# /gm, ""));
  assert.is(rules.length, 2);
});

test.run();
