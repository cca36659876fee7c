import { addCounts, type EventCounts, judgeEvents, noCounts, ratesOf } from "./cloud-score.js";
import { readCloud, type Series, sharedData } from "./data.js";
import { type Detector, engineDetector } from "./detector.js";

/** `cloud [DIRECTORY]`: precision and recall of the shipped defaults by events, over the cloud data set or a part of it. */
export async function bench(args: string[]): Promise<void> {
  const corpus = readCloud(args[0] ?? sharedData("cloud"));
  console.log(cloudTable(judgeCorpus(engineDetector(), corpus)));
}

/** Counts by category, and under `all` of the whole. */
export function judgeCorpus(detector: Detector, corpus: readonly Series[]): Map<string, EventCounts> {
  const counts = new Map<string, EventCounts>([["all", noCounts]]);
  for (const series of corpus) {
    const judged = judgeEvents(detector(series).opened, series.labelled);
    for (const key of ["all", series.category]) counts.set(key, addCounts(counts.get(key) ?? noCounts, judged));
  }
  return counts;
}

export function cloudTable(counts: ReadonlyMap<string, EventCounts>): string {
  const heading = ["", "events", "found", "incidents", "right", "precision", "recall", "F1"];
  const rows = Array.from(counts, ([name, count]) => {
    const { precision, recall, f1 } = ratesOf(count);
    const shares = [precision, recall, f1].map((share) => share.toFixed(3));
    return [name, ...[count.events, count.found, count.incidents, count.right].map(String), ...shares];
  });
  return [heading, ...rows].map(([name, ...cells]) => name!.padEnd(36) + cells.map(padded).join("")).join("\n");
}

function padded(cell: string): string {
  return cell.padStart(11);
}
