import type { Settings } from "../options.js";
import type { Groups } from "./groups.js";
import type { Kernel } from "./kernel.js";
import { parseLine } from "./line.js";
import type { Rules } from "./rule.js";
import { lineOf, placeOf, recordsOf } from "./saved-record.js";
import { TOP_LEVEL } from "./series-rule.js";
import { readSnapshot, type SavedSettings } from "./snapshot.js";

/** What became of a snapshot's series. */
export interface Restored {
  /** Series that go on, whole or in part. */
  series: number;
  /** Those of them whose model, or only whose bands, start anew, because settings have changed. */
  models: number;
  bands: number;
  /** Series that are left out: no longer asked for, or more than there is room for, and then those not seen for longest. */
  unwanted: number;
  crowded: number;
  /** Settings that are no longer what they were, by their names, and what they were. */
  changed: Partial<SavedSettings>;
  /** Nanoseconds: the newest point. */
  newest: bigint | undefined;
}

/** Settings that say which fields are scored, and by which a model is learnt. */
const which = ["measurement", "field", "preset", "anomalyName", "forecastName"] as const;

/**
 * Fills a kernel without series with those of a snapshot, after all of it has been checked. A series is under the rule that
 * its names meet now, whichever it was under.
 *
 * @param settings those that it goes on under, and `saved` what is saved of them
 * @throws SnapshotError that says what is wrong; the kernel is as before then
 */
export function restoreSnapshot(
  kernel: Kernel,
  bytes: Uint8Array,
  settings: Settings,
  saved: SavedSettings,
  rules: Rules,
  groups: Groups,
): Restored {
  const snapshot = readSnapshot(kernel, bytes);
  const changed = changes(snapshot.settings, saved);
  const isAlike = saved.rules === undefined && !which.some((key) => key in changed);
  const ruleOf = (record: Uint8Array) => (isAlike ? TOP_LEVEL : ruleOfSeries(kernel, rules, record));
  const all = [...recordsOf(kernel, snapshot)];
  const selected = all.map((record) => ({ record, rule: ruleOf(record) })).filter(isWanted);
  const chosen = newest(kernel, selected, settings.maxSeries);
  const keepsGroups = settings.groupBy.length > 0 && !("groupBy" in changed);
  const keepsCounts = keepsGroups && !("groupEvery" in changed);
  const { exports } = kernel;
  const [model, band] = ["Model", "Band"].map((name) => kernel.constant("Restored", name));
  kernel.leave(snapshot.globals);
  exports.restoreGlobals(keepsGroups, keepsCounts);
  if (keepsGroups) restoreGroups(kernel, groups, chosen);
  const counts = { models: 0, bands: 0 };
  for (const { record, rule } of chosen) {
    const group = groupOfSeries(kernel, groups, record);
    kernel.leave(record);
    const became = exports.restoreSeries(rule, group, keepsGroups);
    if (became === model) counts.models++;
    if (became === band) counts.bands++;
  }
  const series = exports.seriesCount.value;
  const unwanted = all.length - selected.length;
  return { series, ...counts, unwanted, crowded: selected.length - series, changed, newest: snapshot.newest };
}

/** A series' record, and the kernel's number of the rule that it is under now; undefined when it is not asked for. */
interface Saved<Rule = number> {
  readonly record: Uint8Array;
  readonly rule: Rule;
}

function isWanted(saved: Saved<number | undefined>): saved is Saved {
  return saved.rule !== undefined;
}

/** So many series that were seen last, in their order. */
function newest(kernel: Kernel, series: readonly Saved[], most: number): readonly Saved[] {
  if (series.length <= most) return series;
  const lastSeen = Float64Array.from(series, ({ record }) => {
    kernel.leave(record);
    return kernel.exports.lastSeenInRecord() >>> 0;
  });
  const least = lastSeen.toSorted()[series.length - most]!;
  return series.filter((_, index) => lastSeen[index]! >= least);
}

/** Settings that are no longer what they were, and what they were. */
function changes(before: SavedSettings, now: SavedSettings): Partial<SavedSettings> {
  const keys = new Set([...Object.keys(now), ...Object.keys(before)]) as Set<keyof SavedSettings>;
  const other = [...keys].filter((key) => JSON.stringify(now[key]) !== JSON.stringify(before[key]));
  return Object.fromEntries(other.map((key) => [key, before[key]]));
}

/** Makes the groups of series in the order that they had, which is that of their lines. */
function restoreGroups(kernel: Kernel, groups: Groups, series: readonly Saved[]): void {
  const byPlace = new Map(series.map(({ record }) => [placeOf(kernel, record), record]));
  byPlace.delete(0);
  for (const [, record] of [...byPlace].sort(([one], [other]) => one - other)) groupOfSeries(kernel, groups, record);
}

function groupOfSeries(kernel: Kernel, groups: Groups, record: Uint8Array): number {
  const bytes = lineOf(kernel, record);
  const line = parseLine(bytes, 0, bytes.length, true);
  return line.kind === "line" ? groups.of(bytes, line) : 0;
}

/** The kernel's number of the rule that a record's series is under; undefined when it is not asked for. */
function ruleOfSeries(kernel: Kernel, rules: Rules, record: Uint8Array): number | undefined {
  const bytes = lineOf(kernel, record);
  const line = parseLine(bytes, 0, bytes.length, true);
  const field = line.kind === "line" ? rules.select(bytes, line)[0] : undefined;
  return line.kind !== "line" || field === undefined ? undefined : rules.ruleOf(bytes, line, field);
}
