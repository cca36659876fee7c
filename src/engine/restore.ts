import type { Settings } from "../options.js";
import { RULE } from "./configure.js";
import type { Kernel } from "./kernel.js";
import { parseLine } from "./line.js";
import type { RateGroups } from "./rate-groups.js";
import type { Rules } from "./rule.js";
import {
  lineOf,
  type Past,
  pastsOf,
  placeOf,
  readSnapshot,
  recordsOf,
  type SavedSettings,
  savedSettings,
} from "./snapshot.js";

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
const rates = ["rateBy", "rateEvery"] as const;

/**
 * Fills a kernel without series with those of a snapshot, after all of it has been checked.
 *
 * @throws SnapshotError that says what is wrong; the kernel is as before then
 */
export function restoreSnapshot(
  kernel: Kernel,
  bytes: Uint8Array,
  settings: Settings,
  rules: Rules,
  groups: RateGroups,
): Restored {
  const snapshot = readSnapshot(kernel, bytes);
  const changed = changes(snapshot.settings, settings);
  const saved = [...recordsOf(snapshot)];
  const selected = which.some((key) => key in changed) ? saved.filter((record) => selects(rules, record)) : saved;
  const chosen = newest(kernel, selected, settings.maxSeries);
  const keepsRates = settings.rateBy !== undefined && !rates.some((key) => key in changed);
  const { exports } = kernel;
  const [model, band] = ["Model", "Band"].map((name) => kernel.constant("Restored", name));
  kernel.leave(snapshot.globals);
  exports.restoreGlobals(keepsRates);
  if (keepsRates) restoreGroups(kernel, groups, chosen, chosen.length < saved.length ? [] : pastsOf(snapshot, kernel));
  const counts = { models: 0, bands: 0 };
  for (const record of chosen) {
    const group = settings.rateBy === undefined ? 0 : groupOfSeries(groups, record);
    kernel.leave(record);
    const became = exports.restoreSeries(RULE, group, keepsRates);
    if (became === model) counts.models++;
    if (became === band) counts.bands++;
  }
  const series = exports.seriesCount.value;
  const unwanted = saved.length - selected.length;
  return { series, ...counts, unwanted, crowded: selected.length - series, changed, newest: snapshot.newest };
}

/** Of records, so many that were met last, in their order. */
function newest(kernel: Kernel, records: readonly Uint8Array[], most: number): readonly Uint8Array[] {
  if (records.length <= most) return records;
  const met = Float64Array.from(records, (record) => {
    kernel.leave(record);
    return kernel.exports.metInRecord() >>> 0;
  });
  const least = met.toSorted()[records.length - most]!;
  return records.filter((_, index) => met[index]! >= least);
}

function changes(before: SavedSettings, settings: Settings): Partial<SavedSettings> {
  const now = Object.entries(savedSettings(settings));
  const other = now.filter(([key, value]) => {
    return JSON.stringify(value) !== JSON.stringify(before[key as keyof SavedSettings]);
  });
  return Object.fromEntries(other.map(([key]) => [key, before[key as keyof SavedSettings]]));
}

/** Makes the groups of records and of pasts in the order that they had, which is that of their lines. */
function restoreGroups(
  kernel: Kernel,
  groups: RateGroups,
  records: readonly Uint8Array[],
  pasts: readonly Past[],
): void {
  const byPlace = new Map<number, Uint8Array | Past>();
  for (const record of records) byPlace.set(placeOf(record), record);
  for (const past of pasts) byPlace.set(past.place, past);
  byPlace.delete(0);
  for (const [, its] of [...byPlace].sort(([one], [other]) => one - other)) {
    if (its instanceof Uint8Array) {
      groupOfSeries(groups, its);
      continue;
    }
    const group = groups.ofText(its.text);
    if (group > 0) kernel.exports.restorePast(group, its.series, its.anomalous);
  }
}

function groupOfSeries(groups: RateGroups, record: Uint8Array): number {
  const bytes = lineOf(record);
  const line = parseLine(bytes, 0, bytes.length, true);
  return line.kind === "line" ? groups.of(bytes, line) : 0;
}

function selects(rules: Rules, record: Uint8Array): boolean {
  const bytes = lineOf(record);
  const line = parseLine(bytes, 0, bytes.length, true);
  return line.kind === "line" && rules.select(bytes, line).length > 0;
}
