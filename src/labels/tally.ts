import { keyOf, type SeriesName, seriesText } from "../engine/names.js";
import { quantile } from "./judge.js";
import { type Label, seriesKeyOf } from "./read.js";
import { type EventVerdict, type IncidentVerdict, LabelWatch, type SeriesVerdict } from "./watch.js";

/** How well labels of one kind were found, and how right the incidents were that opened for this reason. */
export interface KindScore {
  /** A kind of label, or a reason; both where they have one name. */
  readonly kind: string;
  readonly labelled: number;
  readonly found: number;
  /** Found, or with some point in an incident that opened elsewhere. */
  readonly covered: number;
  /** Points, and seconds, from the first labelled one to the opening, of those found: the median, and what 90 % do not exceed. */
  readonly delay: Delay;
  readonly incidents: number;
  /** Those that opened where something is labelled, of whatever kind. */
  readonly right: number;
}

export interface Delay {
  readonly median: number;
  readonly most: number;
  readonly seconds: number;
}

/** What labels say about the incidents of a file. */
export interface LabelScores {
  readonly kinds: readonly KindScore[];
  readonly all: KindScore;
  readonly verdicts: readonly SeriesVerdict[];
  /** Labels that lie before the first point that may alarm, and labels in whose time their series has no point. */
  readonly early: number;
  readonly empty: number;
  /** Series that are labelled, but not in the file. */
  readonly absent: readonly string[];
}

/** The labels of a file's series. Incidents of series without a label are false: nothing is wrong there. */
export class LabelTally {
  readonly #labels = new Map<string, { series: string; labels: Label[] }>();
  readonly #watches = new Map<string, LabelWatch>();

  constructor(labels: readonly Label[]) {
    for (const label of labels) {
      const key = seriesKeyOf(label.series);
      const own = this.#labels.get(key) ?? { series: label.series, labels: [] };
      own.labels.push(label);
      this.#labels.set(key, own);
    }
  }

  /** What watches the points of a series; to be asked once for each. */
  watch(name: SeriesName): LabelWatch {
    // a name that needs escapes may be written as reports have it
    const key = [keyOf(name), seriesText(name)].find((one) => this.#labels.has(one)) ?? keyOf(name);
    const watch = new LabelWatch(this.#labels.get(key)?.labels ?? []);
    this.#watches.set(key, watch);
    return watch;
  }

  scores(): LabelScores {
    const verdicts = [...this.#watches.values()].map((watch) => watch.verdict());
    const events = verdicts.flatMap((verdict) => verdict.events);
    const incidents = verdicts.flatMap((verdict) => verdict.incidents);
    const kinds = new Set([...events.map(({ label }) => label.kind), ...incidents.map(({ reason }) => reason)]);
    const scores = Array.from(kinds, (kind) =>
      scoreOf(
        kind,
        events.filter(({ label }) => label.kind === kind),
        incidents.filter(({ reason }) => reason === kind),
      ),
    );
    return {
      kinds: scores.sort((one, other) => other.labelled - one.labelled || other.incidents - one.incidents),
      all: scoreOf("all", events, incidents),
      verdicts,
      early: verdicts.reduce((sum, { early }) => sum + early, 0),
      empty: verdicts.reduce((sum, { empty }) => sum + empty, 0),
      absent: [...this.#labels].filter(([key]) => !this.#watches.has(key)).map(([, { series }]) => series),
    };
  }
}

function scoreOf(kind: string, events: readonly EventVerdict[], incidents: readonly IncidentVerdict[]): KindScore {
  const found = events.filter(({ opened }) => opened !== undefined);
  const delays = found.map(({ delay }) => delay!);
  const seconds = found.map(({ opened, label }) => Number(opened! - label.start) / 1e9);
  return {
    kind,
    labelled: events.length,
    found: found.length,
    covered: events.filter(({ covered }) => covered).length,
    delay: { median: quantile(delays, 0.5), most: quantile(delays, 0.9), seconds: quantile(seconds, 0.5) },
    incidents: incidents.length,
    right: incidents.filter(({ label }) => label !== undefined).length,
  };
}
