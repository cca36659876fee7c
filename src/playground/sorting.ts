import { seriesText } from "../chart/words.js";
import type { SeriesSummary } from "./protocol.js";

export const sortKeys = ["series", "points", "alarms", "coverage", "mase"] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

const values: Record<SortKey, (summary: SeriesSummary) => number | string> = {
  series: ({ name }) => seriesText(name),
  points: ({ points }) => points,
  alarms: ({ incidents }) => incidents,
  coverage: ({ coverage }) => coverage,
  mase: ({ mase }) => mase,
};

/** The series whose names hold every word of a search, sorted; what has no number comes last. */
export function arranged(all: readonly SeriesSummary[], search: string, { key, descending }: Sorting): SeriesSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter(({ name }) => {
    const text = seriesText(name).toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const sortValue = values[key];
  return found.sort((one, other) => {
    const [first, second] = [sortValue(one), sortValue(other)];
    const isMissing = [first, second].map((value) => typeof value === "number" && Number.isNaN(value));
    if (isMissing[0] || isMissing[1]) return Number(isMissing[0]) - Number(isMissing[1]);
    const order =
      typeof first === "string"
        ? first.localeCompare(second as string, "en", { numeric: true })
        : first - (second as number);
    return descending ? -order : order;
  });
}
