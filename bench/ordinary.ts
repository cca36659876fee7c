import { type Detector, engineDetector } from "./detector.js";
import { type Fault, faults, withFault } from "./ordinary-faults.js";
import { Chance, type Kind, kinds } from "./ordinary-kinds.js";

/** `ordinary`: incidents on series with nothing wrong in them, and how many plain faults are told. */

const DAY = 86_400;
const WEEK = 7 * DAY;
const START = 1_700_006_400;
/** More incidents a week than this is more than a person can live with. */
const MOST = 2;

interface Row {
  readonly kind: Kind;
  /** Incidents a week behind the first day, and on it. */
  readonly rate: number;
  readonly firstDay: number;
  readonly told: number;
  readonly faults: number;
}

export async function bench(args: string[]): Promise<void> {
  const detector = engineDetector();
  const byFault = new Map<Fault, [told: number, all: number]>(faults.map((fault) => [fault, [0, 0]]));
  process.stdout.write(
    "| series with nothing wrong | incidents a week | on the first day | faults told |\n|---|---|---|---|\n",
  );
  const rows = kinds
    .map((kind, index) => ({ kind, index }))
    .filter(({ kind }) => args.length === 0 || args.some((arg) => kind.name.includes(arg)))
    .map(({ kind, index }) => {
      const row = judge(detector, kind, index, byFault);
      const { rate, firstDay, told, faults: all } = row;
      process.stdout.write(`| ${kind.name} | ${rate.toFixed(1)} | ${firstDay} | ${told} of ${all} |\n`);
      return row;
    });
  const quiet = rows.filter(({ rate }) => rate <= MOST).length;
  const mean = rows.reduce((sum, { rate }) => sum + rate, 0) / rows.length;
  const firstDays = rows.reduce((sum, { firstDay }) => sum + firstDay, 0);
  const told = rows.reduce((sum, row) => sum + row.told, 0);
  const all = rows.reduce((sum, row) => sum + row.faults, 0);
  process.stdout.write(
    `| **${quiet} of ${rows.length} kinds at most ${MOST} a week** | **${mean.toFixed(1)}** | **${firstDays}** | **${(told / all).toFixed(3)}** |\n\n` +
      `Told by fault: ${[...byFault].map(([fault, [found, of]]) => `${fault} ${found} of ${of}`).join(", ")}.\n`,
  );
}

function judge(detector: Detector, kind: Kind, index: number, byFault: Map<Fault, [number, number]>): Row {
  const { step } = kind;
  const weeks = step === 1 ? 1 : step === 10 ? 2 : 6;
  const next = kind.make(new Chance(1, index));
  const values = Float64Array.from({ length: (weeks * WEEK) / step }, (_, row) =>
    Number(next(row * step).toPrecision(12)),
  );
  const times = values.map((_, row) => START + row * step);
  const opened = openings(detector, times, values);
  const firstDay = opened.filter((row) => row * step < DAY).length;
  let [told, all] = [0, 0];
  for (const fault of faults) {
    const faulty = withFault(values, step, fault, new Chance(2, 100 * index + faults.indexOf(fault)));
    if (faulty === undefined) continue;
    const found = openings(detector, times, faulty.values);
    const hits = faulty.spots.filter(({ first, last }) => found.some((row) => row >= first && row <= last)).length;
    const sum = byFault.get(fault)!;
    sum[0] += hits;
    sum[1] += faulty.spots.length;
    told += hits;
    all += faulty.spots.length;
  }
  return { kind, rate: (opened.length - firstDay) / (weeks - 1 / 7), firstDay, told, faults: all };
}

/** Rows at which an incident opens. */
function openings(detector: Detector, times: Float64Array, values: Float64Array): number[] {
  const { opened } = detector({ times, values });
  return Array.from(opened.keys()).filter((row) => opened[row] === 1);
}
