import { parseArgs } from "node:util";
import { type Column, tableOf } from "../src/command/table.js";
import { findPeers, type Peer, type Sample, type TrendName } from "./fit-peers.js";
import { coldWindows, slidingSource, slidingWindows } from "./fit-windows.js";
import { machine } from "./machine.js";

/**
 * Time and sum of squares of a fit: the kernel and its peers, one after the other over the same windows. Peers in this
 * process go over them in several rounds, by turns; the others once, in a process of their own that reads its clock
 * around each fit.
 */
interface Job {
  readonly trend: TrendName;
  readonly kind: string;
  readonly windows: number[][];
}

/** A job's samples of a peer: by round, by window. */
interface Row {
  readonly job: Job;
  readonly peer: Peer;
  readonly rounds: Sample[][];
  readonly kernel: Sample[][];
}

/** Rounds that nobody counts, while the compiler is still at work. */
const WARM_UP = 2;

export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      windows: { type: "string", default: "200" },
      long: { type: "string", default: "30" },
      rounds: { type: "string", default: "20" },
    },
  });
  const [count, long, rounds] = [Number(values.windows), Number(values.long), Number(values.rounds)];
  const { peers, absent } = await findPeers();
  for (const { name, reason } of absent) process.stdout.write(`skipped: ${name} (${reason})\n`);
  process.stdout.write(`${machine()}\n${peers.map(({ version }) => version).join("; ")}\n`);
  const [cold, sliding] = [coldWindows(count, 120), slidingWindows(count, 120)];
  const jobs: Job[] = [
    { trend: "damped", kind: "120, cold", windows: cold },
    { trend: "damped", kind: "120, sliding", windows: sliding },
    { trend: "linear", kind: "120, cold", windows: cold },
    { trend: "linear", kind: "120, sliding", windows: sliding },
    { trend: "damped", kind: "1000, cold", windows: coldWindows(long, 1000) },
  ];
  const rows = jobs.flatMap((job) => run(job, peers, rounds));
  process.stdout.write(`\n${tableOf(columns, rows, { width: 200, colours: false })}${notes}`);
}

function run(job: Job, peers: readonly Peer[], rounds: number): Row[] {
  const samples = new Map(peers.map((peer) => [peer, [] as Sample[][]]));
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const peer of peers) {
      if (!peer.isQuick && round !== 0) continue;
      const taken = peer.fit(job.windows, job.trend);
      if (round >= 0) samples.get(peer)!.push(taken);
    }
  }
  return peers.map((peer) => ({ job, peer, rounds: samples.get(peer)!, kernel: samples.get(peers[0]!)! }));
}

const times = (rounds: readonly Sample[][]) => rounds.flat().map(({ micros }) => micros);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)]!;
}

const median = (values: readonly number[]) => quantile(values, 0.5);
const microseconds = (value: number) => value.toLocaleString("en", { maximumFractionDigits: value < 1000 ? 1 : 0 });

function meanAndDeviation({ rounds }: Row): string {
  const all = times(rounds);
  const deviation = Math.sqrt(mean(all.map((value) => (value - mean(all)) ** 2)));
  return `${microseconds(mean(all))} ± ${microseconds(deviation)}`;
}

function slowness({ rounds, kernel }: Row): string {
  const ratio = median(times(rounds)) / median(times(kernel));
  return ratio.toLocaleString("en", { maximumSignificantDigits: ratio < 1000 ? 3 : 4 });
}

/** By how much a peer's sum of squares is above the kernel's, in percent, at a share of the windows. */
function above({ rounds, kernel }: Row, share: number): string {
  const ratios = rounds[0]!.map(({ sse }, i) => 100 * (sse / kernel[0]![i]!.sse - 1));
  if (ratios.some(Number.isNaN)) return "not told";
  const at = quantile(ratios, share);
  return Math.abs(at) < 0.0005 ? "0" : at.toFixed(3);
}

const columns: Column<Row>[] = [
  { title: "trend", text: ({ job }) => job.trend, left: true },
  { title: "values", text: ({ job }) => job.kind, left: true },
  { title: "who", text: ({ peer }) => peer.name, left: true },
  { title: "fits", text: ({ rounds }) => String(rounds.flat().length) },
  { title: "median µs", text: ({ rounds }) => microseconds(median(times(rounds))) },
  { title: "99 % µs", text: ({ rounds }) => microseconds(quantile(times(rounds), 0.99)) },
  { title: "mean ± sd µs", text: meanAndDeviation },
  { title: "times the kernel", text: slowness },
  { title: "SSE above kernel's, %: least", text: (row) => above(row, 0) },
  { title: "median", text: (row) => above(row, 0.5) },
  { title: "most", text: (row) => above(row, 1) },
];

const notes = `
Cold: windows of all kinds by turns, seeded. Sliding: windows of ${slidingSource}, a point apart, each fitted anew.
statsmodels: Holt(…, initialization_method="estimated").fit(optimized=True), the kernel's own objective and box.
R forecast: holt(…); it maximises a likelihood, which for additive errors asks for the least sum of squares too, but in a
box of its own (α and B from 0.0001 to 0.9999, φ from 0.8 to 0.98; the kernel's B ends at α): so it can be lower or higher.
augurs: AutoETS with the model AAN, which chooses between a damped and a linear trend; it tells no errors.
`;
