import { readNab, type Series, sharedData } from "./data.js";
import { type Detector, engineDetector } from "./detector.js";
import { type Result, rowValues, type Scored, scoreCorpus } from "./nab-score.js";

/** `nab [DIRECTORY]`: NAB's scores of the shipped defaults over any checkout of it, whole and by category. */
export async function bench(args: string[]): Promise<void> {
  const corpus = readNab(args[0] ?? sharedData("nab"));
  const results = scoreCorpus(scoredBy(engineDetector(), corpus));
  const windows = corpus.reduce((sum, series) => sum + series.labelled.length, 0);
  console.log(`NAB: ${corpus.length} series, ${windows} windows`);
  console.log(nabTable(results));
}

/** What the scoring needs of each series, with a detector's values. */
export function scoredBy(detector: Detector, corpus: readonly Series[]): Scored[] {
  return corpus.map((series) => {
    return { category: series.category, values: rowValues(detector(series)), windows: series.labelled };
  });
}

export function nabTable(results: readonly Result[]): string {
  const categories = [...results[0]!.categories.keys()];
  const row = (name: string, cells: readonly string[]) =>
    name.padEnd(24) + cells.map((cell) => cell.padStart(10)).join("");
  return [
    row(
      "",
      results.map(({ profile }) => profile),
    ),
    row(
      "all",
      results.map(({ normalised }) => normalised.toFixed(1)),
    ),
    ...categories.map((category) =>
      row(
        category,
        results.map((result) => result.categories.get(category)!.toFixed(1)),
      ),
    ),
    row(
      "threshold",
      results.map(({ threshold }) => threshold.toPrecision(3)),
    ),
  ].join("\n");
}
