import { existsSync } from "node:fs";
import { reasons } from "../src/engine/points.js";
import { quantile } from "../src/labels/judge.js";
import { brews } from "../src/simulation/brews.js";
import type { Fault, Label } from "../src/simulation/sample.js";
import { allowedRows, type IncidentVerdict, type Judgement, judgeBrew, plateaus } from "./brews-score.js";
import { readBrews, type Series, sharedData } from "./data.js";
import { type Detector, engineDetector } from "./detector.js";
import { machine } from "./machine.js";

/** Of no use in tuning: they are kept for this table. */
const SEEDS = [61, 62, 63, 64, 65] as const;
const POINTS = 6_000;
/** Seconds since 1970 of the first point: the first of January 2026. */
const START = 1_767_225_600;
const faults: readonly Fault[] = ["spike", "level_shift", "drift", "stuck"];
/** As long as the shortest stretch in which a probe is stuck. */
const PLATEAU = 150;
/** Points in which a series is called young. */
const YOUNG = 700;
const stuck = reasons.indexOf("stuck");

/** `brews`: incidents of the shipped defaults on simulated brews, by kind of fault and by reason, and on the real ones. */
export async function bench(): Promise<void> {
  const clocked = withClock(engineDetector());
  const simulated = simulatedBrews();
  const judged = simulated.map((brew) => judgeBrew(clocked.detector(brew), brew.labels));
  const all: Judgement = {
    events: judged.flatMap(({ events }) => events),
    incidents: judged.flatMap(({ incidents }) => incidents),
  };
  print(`Simulated brews, seeds ${SEEDS.join(", ")}, two of ${POINTS} points each; shipped defaults.`);
  printEvents(all);
  printStuck(simulated, judged);
  printReasons(all.incidents);
  printFalse(all.incidents.filter(({ fault }) => fault === undefined));
  printReal(clocked.detector);
  print(
    "",
    `${clocked.microseconds().toFixed(2)} microseconds a point, line protocol written and read again (${machine()})`,
  );
}

interface Brew extends Pick<Series, "times" | "values"> {
  readonly labels: readonly Label[];
}

function simulatedBrews(): Brew[] {
  const times = Float64Array.from({ length: POINTS }, (_, point) => START + point);
  return SEEDS.flatMap((seed) =>
    brews(POINTS, seed).map(({ fields, decimals, labels }) => {
      const values = Float64Array.from(fields[0]!.values, (count) => count / 10 ** decimals);
      return { times, values, labels };
    }),
  );
}

/** The same detector, and the time that it has taken so far by the number of points. */
function withClock(detector: Detector): { detector: Detector; microseconds: () => number } {
  let milliseconds = 0;
  let points = 0;
  return {
    detector: (series) => {
      const start = performance.now();
      const verdict = detector(series);
      milliseconds += performance.now() - start;
      points += series.values.length;
      return verdict;
    },
    microseconds: () => (milliseconds * 1_000) / points,
  };
}

function printEvents({ events, incidents }: Judgement): void {
  print(
    "",
    "Events by kind. Found: an incident opens inside the labelled stretch or up to two points after it. Covered: some",
    "point of it lies in an incident, also one that was open before or is another event's: a misread digit covers the",
    "drift that it lies in, but does not find it. Behind: found only where the value returned. Delay: points from the",
    "label's first to the opening.",
  );
  printRow("", ["labelled", "found", "recall", "covered", "behind", "delay", "90 %"]);
  for (const kind of [...faults, "all"]) {
    const ofKind = events.filter(({ fault }) => kind === "all" || fault === kind);
    const delays = ofKind.flatMap(({ delay }) => (delay === undefined ? [] : [delay]));
    const covered = ofKind.filter((event) => event.covered || event.delay !== undefined).length;
    printRow(kind, [
      ofKind.length,
      delays.length,
      share(delays.length, ofKind.length),
      share(covered, ofKind.length),
      ofKind.filter(({ behind }) => behind).length,
      quantile(delays, 0.5),
      quantile(delays, 0.9),
    ]);
  }
  const right = incidents.filter(({ fault }) => fault !== undefined).length;
  print(`precision ${share(right, incidents.length)}: ${right} of ${incidents.length} incidents are right`);
}

function printStuck(simulated: readonly Brew[], judged: readonly Judgement[]): void {
  let points = 0;
  let alarms = 0;
  let natural = 0;
  let taken = 0;
  simulated.forEach(({ values, labels }, index) => {
    const allowed = allowedRows(values.length, labels);
    points += allowed.filter((row) => row === 0).length;
    const rows = judged[index]!.incidents.filter(({ reason, fault }) => reason === stuck && fault === undefined).map(
      ({ row }) => row,
    );
    alarms += rows.length;
    const still = plateaus(values, allowed, PLATEAU);
    natural += still.length;
    taken += still.filter(({ first, last }) => rows.some((row) => row >= first && row <= last)).length;
  });
  print(
    "",
    `Stuck against natural plateaus. Outside of labels: ${alarms} stuck incidents, ${perThousand(alarms, points)} per 1,000 points;`,
    `of ${natural} plateaus of ${PLATEAU} points and more, which the display shows by nature, ${taken} are called stuck.`,
  );
}

function printReasons(incidents: readonly IncidentVerdict[]): void {
  const shown = reasons.slice(1);
  print("", "Incidents by what is labelled where they open (rows) and by their reason (columns).");
  printRow("", shown);
  for (const kind of [...faults, undefined]) {
    const ofKind = incidents.filter(({ fault }) => fault === kind);
    printRow(
      kind ?? "nothing",
      shown.map((reason) => countOf(ofKind, reason)),
    );
  }
}

function printFalse(incidents: readonly IncidentVerdict[]): void {
  print("", `False incidents by reason: all, those in a series' first ${YOUNG} points, and those of severity 2.`);
  printRow("", ["all", "young", "severe"]);
  for (const reason of reasons.slice(1)) {
    const young = incidents.filter(({ row }) => row < YOUNG);
    const severe = incidents.filter(({ severity }) => severity === 2);
    printRow(
      reason,
      [incidents, young, severe].map((some) => countOf(some, reason)),
    );
  }
}

function printReal(detector: Detector): void {
  const file = sharedData("brew-temps.lp.gz");
  if (!existsSync(file)) {
    print("", `The real brews are not judged: there is no ${file}.`);
    return;
  }
  print(
    "",
    "The real brews. Inside: misreads beyond doubt whose point lies in an incident. False: incidents that open at another",
    "point, more than two points after a misread; not all of them are wrong, since nobody has labelled this file.",
  );
  printRow("", ["misreads", "inside", "share", "others", "false", "per 1,000"]);
  for (const series of readBrews(file)) printRealRow(series, detector);
}

function printRealRow(series: Series, detector: Detector): void {
  const { anomalous, opened, reason } = detector(series);
  const allowed = allowedRows(opened.length, series.labelled);
  let misreads = 0;
  let inside = 0;
  for (const { first, last } of series.labelled) {
    misreads += last - first + 1;
    inside += anomalous.subarray(first, last + 1).filter((row) => row === 1).length;
  }
  const others = allowed.filter((row) => row === 0).length;
  const wrong = Array.from(opened.keys()).filter((row) => opened[row] === 1 && allowed[row] === 0);
  printRow(series.name.slice(series.name.lastIndexOf("=") + 1), [
    misreads,
    inside,
    share(inside, misreads),
    others,
    wrong.length,
    perThousand(wrong.length, others),
  ]);
  const counts = reasons.map((name, index) => ({ name, count: wrong.filter((row) => reason[row] === index).length }));
  const told = counts.filter(({ count }) => count > 0).map(({ name, count }) => `${count} ${name}`);
  print(`  the false ones: ${told.join(", ") || "none"}`);
}

function countOf(incidents: readonly IncidentVerdict[], reason: string): number {
  return incidents.filter((incident) => reasons[incident.reason] === reason).length;
}

function share(part: number, whole: number): string {
  return (part / whole).toFixed(3);
}

function perThousand(count: number, points: number): string {
  return ((1_000 * count) / points).toFixed(2);
}

function printRow(name: string, cells: readonly (string | number)[]): void {
  print(name.padEnd(12) + cells.map((cell) => String(cell).padStart(12)).join(""));
}

function print(...lines: readonly string[]): void {
  console.log(lines.join("\n"));
}
