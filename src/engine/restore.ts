import type { Kernel } from "./kernel.js";
import { parseLine } from "./line.js";
import type { RateGroups } from "./rate-groups.js";
import type { Rules } from "./rule.js";
import { TOP_LEVEL } from "./series-rule.js";
import { groupOf, lineOf, readSnapshot, recordsOf, type SavedSettings, type Snapshot } from "./snapshot.js";

/** What became of a snapshot's series. */
export interface Restored {
  /** Series that go on, whole or in part. */
  series: number;
  /** Those of them whose model, or only whose bands, start anew, because settings have changed. */
  models: number;
  bands: number;
  /** Series that are left out: no longer asked for, or more than there is room for. */
  unwanted: number;
  crowded: number;
  /** Settings that are no longer what they were, by their names, and what they were. */
  changed: Partial<SavedSettings>;
  /** Nanoseconds: the newest point. */
  newest: bigint | undefined;
}

/** Settings that say which fields are scored, and by which a model is learnt. */
const which = ["measurement", "field", "preset", "anomalyName", "forecastName"] as const;
const rates = ["rateBy", "rateEvery"] as const;

/**
 * Fills a kernel without series with those of a snapshot, after all of it has been checked. A series is under the rule that
 * its names meet now, whichever it was under.
 *
 * @param settings what is saved of those that it goes on under
 * @param hasRates whether rates of anomalous series are written
 * @throws SnapshotError that says what is wrong; the kernel is as before then
 */
export function restoreSnapshot(
  kernel: Kernel,
  bytes: Uint8Array,
  settings: SavedSettings,
  rules: Rules,
  groups: RateGroups,
  hasRates: boolean,
): Restored {
  const snapshot = readSnapshot(kernel, bytes);
  const changed = changes(snapshot.settings, settings);
  const isAlike = settings.rules === undefined && !which.some((key) => key in changed);
  const keepsRates = hasRates && !rates.some((key) => key in changed);
  const { exports } = kernel;
  const [none, model, band] = ["None", "Model", "Band"].map((name) => kernel.constant("Restored", name));
  kernel.leave(snapshot.globals);
  exports.restoreGlobals(keepsRates);
  if (keepsRates) orderGroups(groups, snapshot);
  const counts = { models: 0, bands: 0, unwanted: 0, crowded: 0 };
  for (const record of recordsOf(snapshot)) {
    const rule = isAlike ? TOP_LEVEL : ruleOfSeries(rules, record);
    if (rule === undefined) {
      counts.unwanted++;
      continue;
    }
    const group = hasRates ? groupOfSeries(groups, record) : 0;
    kernel.leave(record);
    const became = exports.restoreSeries(rule, group, keepsRates);
    if (became === none) counts.crowded++;
    if (became === model) counts.models++;
    if (became === band) counts.bands++;
  }
  return { series: exports.seriesCount.value, ...counts, changed, newest: snapshot.newest };
}

/** Settings that are no longer what they were, and what they were. */
function changes(before: SavedSettings, now: SavedSettings): Partial<SavedSettings> {
  const keys = new Set([...Object.keys(now), ...Object.keys(before)]) as Set<keyof SavedSettings>;
  const other = [...keys].filter((key) => JSON.stringify(now[key]) !== JSON.stringify(before[key]));
  return Object.fromEntries(other.map((key) => [key, before[key]]));
}

/** Makes the groups in the order that they had, which is that of their lines. */
function orderGroups(groups: RateGroups, snapshot: Snapshot): void {
  const first = new Map<number, Uint8Array>();
  for (const record of recordsOf(snapshot)) if (!first.has(groupOf(record))) first.set(groupOf(record), record);
  first.delete(0);
  for (const [, record] of [...first].sort(([one], [other]) => one - other)) groupOfSeries(groups, record);
}

function groupOfSeries(groups: RateGroups, record: Uint8Array): number {
  const bytes = lineOf(record);
  const line = parseLine(bytes, 0, bytes.length, true);
  return line.kind === "line" ? groups.of(bytes, line) : 0;
}

/** The kernel's number of the rule that a record's series is under; undefined when it is not asked for. */
function ruleOfSeries(rules: Rules, record: Uint8Array): number | undefined {
  const bytes = lineOf(record);
  const line = parseLine(bytes, 0, bytes.length, true);
  const field = line.kind === "line" ? rules.select(bytes, line)[0] : undefined;
  return line.kind !== "line" || field === undefined ? undefined : rules.ruleOf(bytes, line, field);
}
