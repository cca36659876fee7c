import type { SeriesColumns } from "../chart/store.js";
import type { ToldStory } from "../chart/stories.js";
import type { Reason } from "../engine/engine.js";
import type { SeriesName } from "../engine/names.js";
import type { InputProblem } from "../input/problem.js";
import type { Unit } from "../input/time-unit.js";
import type { Settings } from "../options.js";
import type { Said } from "./path.js";

// What the page asks of its worker, and what the worker answers.

/** Where an input comes from. */
export type Origin =
  | { readonly kind: "blob"; readonly name: string; readonly blob: Blob }
  | { readonly kind: "hosts"; readonly name: string };

export type Request =
  /** Reads an input, in place of the one before, and scores it. */
  | {
      readonly kind: "open";
      readonly origin: Origin;
      readonly settings: Settings;
      /** What the timestamps count, where a person says so. */
      readonly precision?: Unit | undefined;
    }
  /** Scores what has been read under other settings. */
  | { readonly kind: "score"; readonly settings: Settings }
  /** Stops what takes long; what is there stays. */
  | { readonly kind: "cancel" }
  | { readonly kind: "columns"; readonly run: number; readonly series: readonly number[] }
  | { readonly kind: "path"; readonly run: number; readonly series: number; readonly ordinal: number }
  /** The bytes that the command would write for this input. */
  | { readonly kind: "write-scored"; readonly settings: Settings }
  /** The input as line protocol. */
  | { readonly kind: "write-input" }
  /** Starts a stream, or goes on with one, at so many points a second; 0 is a pause. */
  | { readonly kind: "live"; readonly settings: Settings; readonly speed: number }
  | { readonly kind: "speed"; readonly speed: number }
  | { readonly kind: "misread" };

/** A series in the table. */
export interface SeriesSummary {
  /** As the engine counts them. */
  readonly number: number;
  /** The same for the same names, whatever the run. */
  readonly key: string;
  readonly name: SeriesName;
  readonly points: number;
  readonly scored: number;
  readonly incidents: number;
  readonly reasons: readonly (readonly [Reason, number])[];
  /** Share in the band, and mean absolute error over the naive forecast's; NaN where there are too few points. */
  readonly coverage: number;
  readonly mase: number;
  /** The greatest score; -1 without any. */
  readonly worst: number;
}

/** A problem with its line, as far as it can be shown. */
export interface ShownProblem extends InputProblem {
  readonly excerpt: Excerpt | undefined;
}

/** A line's text before a problem's place, and from there on. */
export interface Excerpt {
  readonly before: string;
  readonly behind: string;
}

export interface Results {
  readonly kind: "results";
  /** Counts the runs; later questions name the run that they are about. */
  readonly run: number;
  readonly live: boolean;
  readonly seconds: number;
  readonly lines: number;
  readonly unparsable: number;
  readonly late: number;
  readonly series: readonly SeriesSummary[];
  /** What groups of series have told, oldest first. */
  readonly stories: readonly ToldStory[];
  /** `SHAPE_LENGTH` means of each series, one series after the other. */
  readonly shapes: Float32Array;
  readonly problems: readonly ShownProblem[];
  /** Of which `problems` are the first. */
  readonly problemCount: number;
}

export const SHAPE_LENGTH = 60;

export type Answer =
  | {
      readonly kind: "opened";
      readonly name: string;
      readonly bytes: number;
      readonly converted: boolean;
      readonly notices: readonly string[];
    }
  | Results
  | { readonly kind: "progress"; readonly stage: "reading" | "scoring" | "writing"; readonly share: number }
  | { readonly kind: "columns"; readonly run: number; readonly columns: readonly (readonly [number, SeriesColumns])[] }
  | {
      readonly kind: "path";
      readonly run: number;
      readonly series: number;
      readonly ordinal: number;
      readonly said: Said;
    }
  | { readonly kind: "written"; readonly name: string; readonly blob: Blob }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly text: string };
