import type { ToldStory } from "../chart/stories.js";
import type { SeriesName } from "../engine/names.js";
import type { Reason } from "../engine/points.js";

// What the command puts into the page, as JSON: so there is no NaN, but null, and times are milliseconds since 1970.

export interface ReportData {
  /** The command line that made the page. */
  readonly command: string;
  readonly files: readonly ReportFile[];
}

export interface ReportFile {
  readonly name: string;
  readonly lines: number;
  readonly unparsable: number;
  readonly points: number;
  /** The most surprising first. */
  readonly series: readonly ReportSeries[];
  readonly incidentCount: number;
  /** The strongest ones, strongest first. */
  readonly incidents: readonly ReportIncident[];
  /** Oldest first; their series are indexes. */
  readonly stories: readonly ToldStory[];
  readonly labels: ReportTable | undefined;
  /** Whether the columns lack points. */
  readonly isThinned: boolean;
  /** The points of all series, one after the other: what `packColumns` gives, gzipped, in base64. */
  readonly columns: string;
}

export interface ReportSeries {
  readonly name: SeriesName;
  readonly points: number;
  readonly scored: number;
  readonly incidents: number;
  readonly reasons: readonly (readonly [Reason, number])[];
  readonly coverage: number | null;
  readonly mase: number | null;
  readonly worst: number;
  /** Rows of its columns. */
  readonly rows: number;
}

export interface ReportIncident {
  /** Index of its series. */
  readonly series: number;
  readonly time: number;
  /** What was measured, and what was expected instead. */
  readonly value: string;
  readonly expected: string;
  readonly score: number;
  readonly reason: Reason;
}

/** A table as texts; the first column is of words, the others are of numbers. */
export interface ReportTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What has to be known about it. */
  readonly notes: readonly string[];
}
