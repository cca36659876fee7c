import { test } from "uvu";
import * as assert from "uvu/assert";
import { Kernel, KernelError } from "../../src/engine/kernel.js";
import { PointFlag, reasons } from "../../src/engine/points.js";
import { kernelBytes } from "./harness.js";

const wasm = (
  globalThis as never as {
    WebAssembly: {
      Module: {
        new (bytes: Uint8Array): object;
        exports(module: object): { name: string; kind: string }[];
        imports(module: object): { module: string; name: string }[];
      };
    };
  }
).WebAssembly;

const words = (text: string) => text.split(" ");

const globals = words(
  "ABI_VERSION AUTO_SEASON CUT IGNORED KEY_HEAD ONCE RECORD_GROUP RECORD_HEAD RECORD_VERSION UNPARSABLE cursor groupRowCount input " +
    "lineCount noticeFrom noticeSeries noticeTo originalEnd output partLine partPoint partPointEnd pointCount pointFlags pointForecast pointLower pointReason pointResidual pointScore " +
    "pointSeries pointTime pointUpper pointValue seriesCount unfinished",
);

/** Of each enumeration its members, in the order of their values. */
const enumerations: Record<string, string[]> = {
  Total: words("Lines Scored Passed Unparsable Late Incidents Additive Evictions Count"),
  Difference: words("Off On Auto"),
  Emit: words("Lines Fields Changes Pairs"),
  Fact: words("Points Timed Step Value Level Trend Deviation Season Incidents Severity Reason"),
  Notice: words("None ClockBack ClockAhead Stamps"),
  Option: words(
    "Trend Window MinPoints Refit Alpha Beta Phi Horizon HorizonTime ForecastEvery Multiplier Outside Season SecondSeason ThirdSeason Difference " +
      "AlarmShare AlarmRate AlarmTotal Direction LeastDeviation LeastShare Lower Upper ForCount ForOf EtaAbove " +
      "EtaBelow EtaWithin GapWatch ModelKind BandKind Count",
  ),
  Output: words("Emit Digits SourceTime Groups GroupEvery GroupAlarms StatisticsEvery"),
  PointFlag: words("Scored Warming Anomalous Opened Closed Late Repeated Increase Escalated Severe"),
  Reason: words("None Spike LevelShift Drift Variance Season Stuck Gap Range Missing"),
  Restored: words("None Whole Model Band"),
  StoryFact: words("Event Severity Incident Anomalous Series Duration First Strongest Named"),
  Status: words("Done Hard Full"),
  Trend: words("None Linear Damped Exponential Auto"),
  Word: words(
    "AnomalyName ForecastName GroupName SourceTag FieldTag StepTag Value Forecast Lower Upper Residual Score " +
      "FirstScore IsAnomaly Warming PathForecast PathStep True False SplicedForecast SplicedLower SplicedUpper " +
      "SplicedScore SplicedIsAnomaly Event Severity Incident Reason Message Duration Peak EtaAbove " +
      "EtaAboveEarliest EtaAboveLatest EtaBelow EtaBelowEarliest EtaBelowLatest SplicedEvent SplicedSeverity " +
      "SplicedIncident SplicedReason SplicedMessage SplicedDuration SplicedPeak SplicedEtaAbove " +
      "SplicedEtaAboveEarliest SplicedEtaAboveLatest SplicedEtaBelow SplicedEtaBelowEarliest " +
      "SplicedEtaBelowLatest Opened Escalated Closed Spike LevelShift Drift Variance Season Stuck Gap Range Missing " +
      "FirstAnomalous FirstEvent Anomalous SeriesCount Rate Groups First Strongest StoryOpened StoryGrown StoryClosed " +
      "StatisticsName LinesCount ScoredCount PassedCount UnparsableCount LateCount " +
      "IncidentsCount LiveCount EvictionsCount Coverage Mase Is Was Averages Varies Stays StaysFor Silent SilentStill NoRise NoFall AsDaily AsWeekly " +
      "Expected ExpectedPoint ExpectedChange Allowed To AtLeast AtMost Back Stayed Changed Steady QuietSince Before ASecond After Seconds Gone " +
      "Blank ByNow Of SeriesNoun Unusual WereUnusual FirstOfAll ExpectedRange AllowedRange Mostly And More GroupsOf Quiet AllQuiet Ellipsis Count",
  ),
};

test("the kernel exports its ABI and imports nothing but abort", () => {
  const module = new wasm.Module(kernelBytes());
  const functions = wasm.Module.exports(module).filter(({ kind }) => kind === "function");
  assert.equal(functions.map(({ name }) => name).sort(), [
    "addGroup",
    "addLine",
    "addPoint",
    "admit",
    "checkRecord",
    "checkScratch",
    "clearBatch",
    "configure",
    "decide",
    "dropNewestLine",
    "exponential",
    "fact",
    "fitValues",
    "growPoints",
    "initialize",
    "lastSeenInRecord",
    "lineEnd",
    "lineFirstPoint",
    "lineStart",
    "logarithm",
    "lookUp",
    "lookUpAgain",
    "newestTime",
    "nextAbandonedGroup",
    "nextNotice",
    "nextPart",
    "passLine",
    "pointFieldStart",
    "pointLine",
    "realPower",
    "recordChecks",
    "recordCount",
    "reserveInput",
    "reserveScratch",
    "reserveValues",
    "restoreGlobals",
    "restoreSeries",
    "saveGlobals",
    "saveRecords",
    "scan",
    "score",
    "seriesKey",
    "seriesOf",
    "seriesTime",
    "setCursor",
    "setOption",
    "setOutput",
    "setWord",
    "setZone",
    "startRecords",
    "storyFact",
    "storyGroup",
    "storyMessage",
    "storySince",
    "storyTime",
    "toldHigh",
    "toldLow",
    "toldValue",
    "total",
    "write",
  ]);
  for (const { module: from, name } of wasm.Module.imports(module)) assert.is(`${from}.${name}`, "env.abort");
});

test("the kernel exports its memory, and as numbers what the host reads and the members of enumerations", () => {
  const exported = wasm.Module.exports(new wasm.Module(kernelBytes())).filter(({ kind }) => kind !== "function");
  assert.equal(
    exported.filter(({ kind }) => kind !== "global").map(({ kind, name }) => `${kind} ${name}`),
    ["memory memory"],
  );
  const numbers = exported.filter(({ kind }) => kind === "global").map(({ name }) => name);
  assert.equal(numbers.filter((name) => !name.includes(".")).sort(), globals);
  const kernel = new Kernel(kernelBytes());
  const members = numbers.filter((name) => name.includes(".")).map((name) => name.split(".") as [string, string]);
  const names = [...new Set(members.map(([enumeration]) => enumeration))];
  const found = names.map((name): [string, string[]] => {
    const own = members.filter(([enumeration]) => enumeration === name).map(([, member]) => member);
    const values = new Map(own.map((member) => [member, kernel.constant(name, member)]));
    assert.is(new Set(values.values()).size, own.length, `${name} has one value twice`);
    return [name, own.sort((one, other) => values.get(one)! - values.get(other)!)];
  });
  assert.equal(Object.fromEntries(found), enumerations);
});

test("the flags of a point are the kernel's", () => {
  const kernel = new Kernel(kernelBytes());
  for (const [name, value] of Object.entries(PointFlag)) assert.is(kernel.constant("PointFlag", name), value);
});

test("the reasons stand in the order of the kernel's", () => {
  const kernel = new Kernel(kernelBytes());
  for (const [index, reason] of reasons.entries()) {
    const name = reason.replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase());
    assert.is(kernel.constant("Reason", name), index);
  }
});

test("what is no kernel is refused with a word on what to do", () => {
  assert.throws(
    () => new Kernel(Uint8Array.of(1, 2, 3)),
    (error: Error) => error instanceof KernelError && /build/.test(error.message),
  );
});

test.run();
