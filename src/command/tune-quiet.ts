import type { SeriesName, SeriesRule } from "../engine/engine.js";
import { keyOf } from "../engine/names.js";
import { type Label, seriesKeyOf } from "../labels/read.js";
import type { Settings } from "../options.js";
import type { SeriesTrial, Stretch, Trial } from "./tune-trial.js";

/** A label of this kind marks a false alarm; every other kind marks something that has to be told. */
export const NOT_NEWS = "not_news";

/** Runs the settings that were given with one more rule before the others. */
export type RunRule = (rule: SeriesRule) => Trial;

/** A rule for one series, and what it does. */
export interface QuietRule {
  readonly name: SeriesName;
  readonly settings: Partial<Settings>;
  /** False alarms that it keeps quiet, of so many that are labelled. */
  readonly quieted: number;
  readonly labelled: number;
  /** Other incidents that it would have kept quiet as well: all, the strong ones, and those that are labelled as real. */
  readonly others: number;
  readonly strong: number;
  readonly real: number;
  /** Incidents that it leaves. */
  readonly left: number;
}

/** Of the newest points, so many have to be anomalous. */
const SHARES = ["2/3", "3/5", "5/8", "10/12"];

/**
 * For each series with labelled false alarms, the rules that would have kept some of them quiet: a least deviation just
 * above theirs, an alarm that waits, one direction alone. The best comes first: it loses nothing strong or real, keeps the
 * most false alarms quiet, and the fewest others.
 *
 * @param base what the settings do without a rule
 */
export function searchQuiet(labels: readonly Label[], base: Trial, run: RunRule): QuietRule[][] {
  const bySeries = new Map<string, Label[]>();
  for (const label of labels) {
    const key = seriesKeyOf(label.series);
    bySeries.set(key, [...(bySeries.get(key) ?? []), label]);
  }
  const found: QuietRule[][] = [];
  for (const [place, trial] of base.series) {
    const own = bySeries.get(keyOf(trial.name)) ?? [];
    const stretches = trial.stretches.filter((stretch) => isMarked(stretch, own, true));
    if (stretches.length === 0) continue;
    const rules = changesFor(stretches).map((settings) => {
      const rule = { ...nameRule(trial.name), settings };
      return judged(trial, run(rule).series.get(place)!, own, settings);
    });
    found.push(rules.sort((one, other) => costOf(one) - costOf(other)));
  }
  return found;
}

/** A rule that only this series meets. */
export function nameRule({ measurement, tags, field }: SeriesName): Required<Omit<SeriesRule, "score" | "settings">> {
  const globs = (text: string) => [text.replace(/[*?[\]{}\\]/g, "\\$&")];
  return {
    measurement: globs(measurement),
    field: globs(field),
    tags: Object.fromEntries(tags.map(([key, value]) => [key, globs(value)])),
  };
}

function isMarked({ incident, closed }: Stretch, labels: readonly Label[], isFalse: boolean): boolean {
  const fits = labels.filter(({ kind }) => (kind === NOT_NEWS) === isFalse);
  return fits.some(({ start, end }) => incident.opened <= end && closed >= start);
}

/** What might keep these incidents quiet. */
function changesFor(stretches: readonly Stretch[]): Partial<Settings>[] {
  const farthest = Math.max(...stretches.map(({ above, below }) => Math.max(above, below)));
  const least = farthest > 0 && Number.isFinite(farthest) ? [{ minDeviation: justAbove(farthest) }] : [];
  const shares = SHARES.map((share) => ({ for: share }));
  const isUp = stretches.every(({ above, below }) => above > below);
  const isDown = stretches.every(({ above, below }) => above < below);
  const direction = isUp || isDown ? [{ direction: isUp ? "down" : "up" } as const] : [];
  return [...least, ...shares, ...direction];
}

/** A short number a little above one. */
function justAbove(size: number): string {
  const unit = 10 ** (Math.floor(Math.log10(size)) - 1);
  return String(Number((Math.ceil((size / unit) * 1.02) * unit).toPrecision(3)));
}

function judged(
  base: SeriesTrial,
  trial: SeriesTrial,
  labels: readonly Label[],
  settings: Partial<Settings>,
): QuietRule {
  const isLost = ({ incident, closed }: Stretch) =>
    !trial.stretches.some((other) => other.incident.opened <= closed && other.closed >= incident.opened);
  const marked = base.stretches.filter((stretch) => isMarked(stretch, labels, true));
  const others = base.stretches.filter((stretch) => !marked.includes(stretch) && isLost(stretch));
  return {
    name: base.name,
    settings,
    quieted: marked.filter(isLost).length,
    labelled: marked.length,
    others: others.length,
    strong: others.filter(({ incident }) => incident.severity === 2).length,
    real: others.filter((stretch) => isMarked(stretch, labels, false)).length,
    left: trial.stretches.length,
  };
}

/** First what is lost that must not be, then false alarms that are left, then others that are lost. */
function costOf({ strong, real, labelled, quieted, others }: QuietRule): number {
  return 1e6 * (strong + real) + 1e3 * (labelled - quieted) + others;
}
