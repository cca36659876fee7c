import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  defaults,
  defaultText,
  groups,
  OptionError,
  options,
  parseOption,
  resolve,
  type Settings,
  settingName,
} from "../src/options.js";
import { optionsTable } from "../src/stanza.js";

const says = (run: () => unknown, message: string) => {
  try {
    run();
  } catch (error) {
    assert.instance(error, OptionError);
    assert.is((error as Error).message, message);
    return;
  }
  assert.unreachable(`nothing was thrown, expected: ${message}`);
};

test("without anything given the settings are the product's", () => {
  const expected: Settings = {
    measurement: [],
    field: [],
    trend: "auto",
    season: "auto",
    timeZone: "UTC",
    difference: "auto",
    window: 120,
    minPoints: 10,
    refit: "once",
    alpha: undefined,
    beta: undefined,
    phi: undefined,
    horizon: 40,
    forecastEvery: 10,
    level: 95,
    forecastTime: "own",
    falseAlarms: "1/week",
    falseAlarmsTotal: undefined,
    direction: "both",
    minDeviation: undefined,
    lower: undefined,
    upper: undefined,
    for: "1/1",
    etaAbove: undefined,
    etaBelow: undefined,
    etaWithin: 604_800,
    gapWatch: false,
    emit: "lines",
    groupBy: [],
    groupEvery: 60,
    statsEvery: 0,
    instance: undefined,
    anomalyName: "anomaly",
    forecastName: "fcast",
    digits: 6,
    preset: undefined,
    config: undefined,
    drain: "auto",
    maxSeries: 100_000,
    maxWindows: 100_000,
    state: undefined,
    stateEvery: 30,
    logLevel: "info",
    strict: false,
  };
  assert.equal(resolve({}), expected);
  assert.equal(defaults(), expected);
});

test("every option has a group, a sentence of help, and a default that it takes", () => {
  for (const option of options) {
    const { name, group, help, default: value, repeatable, type, example } = option;
    assert.ok(
      groups.some((one) => one.name === group),
      name,
    );
    assert.match(help, /^[A-Z].*\.$/, name);
    assert.match(name, /^[a-z]+(-[a-z]+)*$/);
    if (value !== undefined && !repeatable && type !== "switch") {
      assert.is(parseOption(name, defaultText(option)!), value);
    }
    if (example !== undefined) parseOption(name, example);
    assert.ok(settingName(name) in defaults(), name);
  }
});

test("two calls of defaults share no list", () => {
  defaults().measurement.push("cpu");
  assert.equal(defaults().measurement, []);
});

test("texts become values of their option's type", () => {
  assert.is(parseOption("window", "60"), 60);
  assert.is(parseOption("refit", "once"), "once");
  assert.is(parseOption("refit", "0"), 0);
  assert.is(parseOption("alpha", ".25"), 0.25);
  assert.is(parseOption("beta", "2.5e-1"), 0.25);
  assert.is(parseOption("digits", "shortest"), "shortest");
  assert.is(parseOption("forecast-name", "120"), "120");
  assert.is(parseOption("strict", "true"), true);
  assert.is(parseOption("strict", "false"), false);
});

test("a wrong value is told with what the option takes, and the nearest word", () => {
  says(() => parseOption("window", "abc"), "--window abc: expected a whole number from 10 to 4096");
  says(() => parseOption("window", "12.5"), "--window 12.5: expected a whole number from 10 to 4096");
  says(() => parseOption("window", "0x20"), "--window 0x20: expected a whole number from 10 to 4096");
  says(() => parseOption("window", ""), '--window "": expected a whole number from 10 to 4096');
  says(() => parseOption("level", "100"), "--level 100: expected a number above 0 and below 100");
  says(() => parseOption("alpha", "0"), "--alpha 0: expected a number above 0 and at most 1");
  says(
    () => parseOption("trend", "dampd"),
    "--trend dampd: expected auto, damped, linear, exponential or none; did you mean damped?",
  );
  says(() => parseOption("trend", "7"), "--trend 7: expected auto, damped, linear, exponential or none");
  says(
    () => parseOption("refit", "onec"),
    "--refit onec: expected once or a whole number from 0 to 1000000; did you mean once?",
  );
  says(() => parseOption("strict", "maybe"), "--strict maybe: expected true or false");
});

test("an unknown name is told with the nearest one", () => {
  says(
    () => parseOption("rate-by", "host"),
    "--rate-by: is now --group-by TAG, which tells what goes wrong together as one story, and counts as before",
  );
  says(
    () => resolve({ rateEvery: 60 } as Partial<Settings>),
    "--rate-every: is now --group-every, the time between the counts of --group-by",
  );
  says(
    () => resolve({ groupBy: ["host", "rack", "host"] }),
    "--group-by host: is given already: each tag once, the smallest groups first",
  );
  says(() => parseOption("windw", "3"), "--windw: no such option; did you mean --window?");
  says(() => parseOption("forecast", "3"), "--forecast: no such option; did you mean --forecast-every?");
  says(() => parseOption("qqq", "3"), "--qqq: no such option");
  says(
    () => resolve({ minPionts: 3 } as Partial<Settings>),
    "--min-pionts: no such option; did you mean --min-points?",
  );
});

test("a name that Telegraf could not read back is refused", () => {
  for (const name of ["", "#fcast", "fcast\\", "a\nb", "x".repeat(65)]) {
    assert.throws(() => parseOption("forecast-name", name), /--forecast-name/);
  }
  assert.is(parseOption("forecast-name", "my fcast,ü"), "my fcast,ü");
});

test("settings that a program gives are checked like texts", () => {
  says(() => resolve({ window: 3 }), "--window 3: expected a whole number from 10 to 4096");
  says(() => resolve({ level: Number.NaN }), "--level NaN: expected a number above 0 and below 100");
  says(() => resolve({ measurement: ["cpu", ""] }), '--measurement "": must not be empty');
  assert.throws(() => resolve({ trend: "up" as "damped" }), /--trend up/);
  assert.is(resolve({ alpha: undefined }).alpha, undefined);
});

test("a preset stands for the values of the 2020 example, and what is given goes first", () => {
  const brew = resolve({ preset: "tg-brew" });
  const model = { refit: 1, forecastEvery: 1, season: "none", difference: "off" } as const;
  assert.equal(brew, { ...defaults(), ...model, preset: "tg-brew", trend: "damped" });
  const linear = resolve({ preset: "tg-brew-linear", window: 60 });
  const names = { forecastName: "fcastlinear", anomalyName: "anomalylinear" };
  const fixed = { preset: "tg-brew-linear", trend: "linear", window: 60 };
  assert.equal(linear, { ...defaults(), ...model, ...names, ...fixed } as Settings);
});

test("results as fields mean no paths, unless a horizon is given", () => {
  assert.is(resolve({ emit: "fields" }).horizon, 0);
  assert.is(resolve({ emit: "fields", horizon: 40 }).horizon, 40);
});

test("values that do not go together are refused", () => {
  says(() => resolve({ minPoints: 200 }), "--min-points 200: at most --window, which is 120");
  says(() => resolve({ alpha: 0.2, beta: 0.3 }), "--beta 0.3: at most --alpha, which is 0.2");
  says(
    () => resolve({ trend: "none", alpha: 0.5, beta: 0.3 }),
    "--beta 0.3: there is no trend to smooth with --trend none; give --trend damped or linear as well",
  );
  says(() => resolve({ beta: 0.3 }), "--beta 0.3: it has to be at most alpha, so give --alpha as well");
  says(
    () => resolve({ trend: "linear", phi: 0.9 }),
    "--phi 0.9: has no meaning with --trend linear; give --trend damped as well",
  );
  assert.throws(() => resolve({ anomalyName: "fcast" }), /--anomaly-name fcast: .*different names/);
  assert.throws(() => resolve({ preset: "tg-brew", emit: "fields" }), /--emit fields: .*leave one of the two out/);
  assert.throws(() => resolve({ preset: "tg-brew", forecastTime: "source" }), /--forecast-time source/);
  assert.throws(() => resolve({ preset: "tg-brew", gapWatch: true }), /--gap-watch: .*leave one of the two out/);
});

test("the README's table of options is the one that is made from the options", () => {
  const readme = fileURLToPath(new URL("../../README.md", import.meta.url));
  if (!existsSync(readme)) return console.log("skipped: there is no README.md");
  const text = readFileSync(readme, "utf8");
  assert.ok(text.includes(optionsTable()), `put this into README.md:\n\n${optionsTable()}`);
});

test.run();
