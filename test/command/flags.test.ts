import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseFlags } from "../../src/command/flags.js";

const said = (args: string[]) => parseFlags(args).problems.map((problem) => problem.message);

test("flags are read by the table of options", () => {
  const { given, problems } = parseFlags(
    "--trend linear --window=60 --measurement cpu --measurement mem* --refit once --alpha .2 --strict".split(" "),
  );
  assert.equal(problems, []);
  assert.equal(given, {
    trend: "linear",
    window: 60,
    measurement: ["cpu", "mem*"],
    refit: "once",
    alpha: 0.2,
    strict: true,
  });
});

test("what is not given is not there", () => {
  assert.equal(parseFlags([]), { given: {}, problems: [] });
});

test("of a flag that is given again the last value counts", () => {
  assert.equal(parseFlags(["--window", "60", "--window", "70"]).given, { window: 70 });
});

test("every wrong flag is told, and the right ones are read all the same", () => {
  const { given, problems } = parseFlags([
    "--windw",
    "3",
    "--log-level",
    "debug",
    "--trend",
    "dampd",
    "rum",
    "--strict=1",
    "--drain",
    "off",
  ]);
  assert.equal(given, { logLevel: "debug", drain: "off" });
  assert.equal(
    problems.map(({ message }) => message),
    [
      "--trend dampd: expected auto, damped, linear, exponential or none; did you mean damped?",
      "--windw: no such option; did you mean --window?",
      '"rum" is neither a command nor an option; did you mean holtline run?',
      "--strict 1: takes no value",
    ],
  );
});

test("a flag without its value is told", () => {
  assert.equal(said(["--window"]), ["--window: needs a value: a whole number from 10 to 4096"]);
  assert.equal(said(["--trend", "linear", "--field"]), ["--field: needs a value: a glob pattern"]);
});

test("words that mean nothing are told, and never end the process", () => {
  assert.equal(said(["-x"]), ["--x: no such option"]);
  assert.equal(said(["--"]), []);
  assert.equal(said(["--", "--window"]).length, 1);
  assert.equal(said([""]).length, 1);
  assert.equal(said(["--windw", "--trend", "linear"]), ["--windw: no such option; did you mean --window?"]);
  assert.equal(said(["qqqqqq"]), ['"qqqqqq" is neither a command nor an option; holtline --help lists them']);
});

test.run();
