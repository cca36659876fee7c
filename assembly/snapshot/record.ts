import { Ahead, startBand } from "../model/band";
import { Tally } from "../model/counter";
import { Late } from "../model/late";
import { DAY_BYTES } from "../detect/day";
import { Incident } from "../detect/incident";
import { keyBytes } from "../series/key";
import { copyOf, padded, put, sizeOf } from "../memory/pool";
import { intervalOf, restoreCount } from "../group/count";
import { joinGroup, placeOf } from "../group/group";
import { goOnBehind } from "../lookup/recency";
import { countRestored } from "../score/totals";
import { EXPERTS_BYTES } from "../model/pending";
import { expertsOf } from "../model/experts";
import { HOLT_BYTES, Holt, holtOf } from "../model/holt";
import { startReach } from "../model/reach";
import { isMixture, restartSeries } from "../model/model";
import { partsEnd, restoreParts, saveParts } from "./groups";
import { restoreSeasons, saveSeasons } from "../model/season";
import {
  RECORD_BYTES, SERIES_COUNTER, SERIES_DUE, SERIES_EXPONENTIAL, SERIES_FRACTION, SERIES_IGNORED, SERIES_INCIDENT,
  SERIES_SETTLED, Series, series,
} from "../series/record";
import { addSeries } from "../lookup/admission";
import { Model, ONCE, model } from "../settings/settings";
import { watchSeries } from "../detect/silence";
import { INTERVALS_BYTES } from "../model/step";
import { restoreWindow, windowBytes } from "../model/window";

/**
 * A series as it stands in a snapshot: all that is known of it, so that any kernel of the same RECORD_VERSION can go on
 * with it. Little-endian, each part padded with zeros to eight bytes.
 *
 *     | Head | Key, its text | Series, Channels |
 *     | of groups: see groups.ts |
 *     | blocks: tally, incident, late, intervals, day, holt, ahead, window, experts, seasons |
 *
 * A pointer to a block is the block's bytes here, 0 where there is none; the other pointers are 0.
 */
@unmanaged
class Head {
  /** All of the record. */
  bytes: u32;
  version: u32;
  /** Of what follows. */
  check: u64;
  /** Kinds of the model and of the bands: what of the settings they were learnt under. */
  model: u32;
  band: u32;
  /** Place of its group in the order of one snapshot's groups, and number of the interval that counted it last. */
  group: u32;
  interval: u32;
}

/** Bytes of a record before its key, which the host reads. */
export const RECORD_HEAD: i32 = <i32>offsetof<Head>();

/** Where the place of its group stands. */
export const RECORD_GROUP: i32 = <i32>offsetof<Head>("group");

/** To be raised whenever the layout or the meaning of anything in a record, or of Globals in state.ts, changes. */
export const RECORD_VERSION: u32 = 5;
/** No record is larger: the longest key and window, and what is beside them. */
export const LARGEST_RECORD: usize = 1 << 17;
/** Where a record's check begins, and its first byte that is checked. */
const CHECK_AT: usize = offsetof<Head>("check");
const CHECKED: usize = offsetof<Head>("model");

/** What became of a record. */
export enum Restored {
  /** There is no room for it, or one of its key already. */
  None,
  Whole,
  /** Its model starts anew: it was learnt under other settings. */
  Model,
  /** Only its bands do. */
  Band,
}

/** A checksum of whole words of eight bytes; any change within one word changes it. */
export function checksum(start: usize, bytes: usize): u64 {
  let sum: u64 = 0x9e3779b97f4a7c15 ^ <u64>bytes;
  for (let at = start; at < start + bytes; at += 8) sum = rotl((sum ^ load<u64>(at)) * 0xff51afd7ed558ccd, 29);
  return sum ^ (sum >>> 32);
}

/** When the series of a record was last seen, as recency.ts counts. */
export function lastSeenOfRecord(at: usize): u32 {
  const key = at + offsetof<Head>();
  return changetype<Series>(key + padded(keyBytes(key))).lastSeen;
}

/** Writes a series' record, at most LARGEST_RECORD bytes; returns its end. */
export function saveSeries(number: i32, at: usize): usize {
  const record = series(number), settings = model(record.rule);
  const head = changetype<Head>(at);
  head.version = RECORD_VERSION;
  head.model = <u32>settings.modelKind;
  head.band = <u32>settings.bandKind;
  head.group = placeOf(number);
  head.interval = intervalOf(number);
  let end = put(record.key, keyBytes(record.key), at + offsetof<Head>());
  const copy = changetype<Series>(end);
  end = put(changetype<usize>(record), RECORD_BYTES, end);
  end = saveParts(number, end);
  copy.key = 0;
  copy.tally = sizeOf(record.tally, offsetof<Tally>());
  copy.incident = sizeOf(record.incident, offsetof<Incident>());
  copy.late = sizeOf(record.late, offsetof<Late>());
  copy.intervals = sizeOf(record.intervals, INTERVALS_BYTES);
  copy.day = sizeOf(record.day, DAY_BYTES);
  copy.holt = sizeOf(record.holt, HOLT_BYTES);
  copy.experts = sizeOf(record.experts, EXPERTS_BYTES);
  copy.seasons = record.seasons;
  end = put(record.tally, offsetof<Tally>(), end);
  end = put(record.incident, offsetof<Incident>(), end);
  end = put(record.late, offsetof<Late>(), end);
  end = put(record.intervals, INTERVALS_BYTES, end);
  end = put(record.day, DAY_BYTES, end);
  if (record.holt != 0) end = saveHolt(record, end);
  end = put(record.experts, EXPERTS_BYTES, end);
  if (record.seasons != 0) {
    copy.seasons = 1;
    end = saveSeasons(record, end);
  }
  head.bytes = <u32>(end - at);
  head.check = checksum(at + CHECKED, end - at - CHECKED);
  return end;
}

/** Writes what Holt's method knows, with its blocks' bytes for pointers, and the blocks. Returns the end. */
function saveHolt(record: Series, at: usize): usize {
  const holt = holtOf(record), copy = changetype<Holt>(at);
  let end = put(record.holt, HOLT_BYTES, at);
  copy.ahead = sizeOf(holt.ahead, offsetof<Ahead>());
  copy.window = sizeOf(holt.window, windowBytes(record));
  end = put(holt.ahead, offsetof<Ahead>(), end);
  return put(holt.window, windowBytes(record), end);
}

/** Whether so many bytes are one whole, undamaged record of this version. */
export function isRecord(at: usize, bytes: usize): bool {
  const head = changetype<Head>(at);
  return bytes >= offsetof<Head>() && (bytes & 7) == 0 && head.bytes == <u32>bytes && head.version == RECORD_VERSION &&
    head.check == checksum(at + CHECKED, bytes - CHECKED);
}

@inline
export function checkOfRecord(at: usize): u64 {
  return load<u64>(at + CHECK_AT);
}

/**
 * Makes a series of a record, under a rule and in a group (0: none); `keepsGroups`: what is known of its group
 * goes on. Returns one of Restored.
 */
export function restoreRecord(at: usize, rule: i32, group: i32, keepsGroups: bool): i32 {
  const head = changetype<Head>(at);
  const key = at + offsetof<Head>();
  const from = key + padded(keyBytes(key));
  const number = addSeries(key, (changetype<Series>(from).flags & SERIES_IGNORED) != 0);
  if (number == 0) return Restored.None;
  const record = series(number), settings = model(rule);
  const own = record.key;
  memory.copy(changetype<usize>(record), from, RECORD_BYTES);
  record.key = own;
  record.rule = <u8>rule;
  goOnBehind(record.lastSeen);
  countRestored(record);
  const parts = from + RECORD_BYTES;
  if (group != 0) joinGroup(number, own, group);
  restoreCount(number, record, keepsGroups ? head.interval : 0);
  if (group != 0 && keepsGroups) restoreParts(number, parts);
  const isSame = restoreBlocks(record, partsEnd(parts), head.model == settings.modelKind, settings);
  if (!isSame) restartModel(record);
  else if (head.band != settings.bandKind) restartBand(record, settings);
  watchSeries(number);
  return !isSame ? Restored.Model : head.band == settings.bandKind ? Restored.Whole : Restored.Band;
}

/** Gives a series its blocks back; of the model's none when it is another. False when it has to start anew. */
function restoreBlocks(record: Series, from: usize, isSame: bool, settings: Model): bool {
  const tally = record.tally, incident = record.incident, late = record.late;
  const intervals = record.intervals, day = record.day, holt = record.holt;
  const experts = record.experts, seasons = record.seasons;
  let at = from;
  record.tally = isSame ? copyOf(at, tally) : 0;
  at += padded(tally);
  record.incident = copyOf(at, incident);
  at += padded(incident);
  record.late = copyOf(at, late);
  at += padded(late);
  record.intervals = copyOf(at, intervals);
  at += padded(intervals);
  record.day = isSame ? copyOf(at, day) : 0;
  at += padded(day);
  record.holt = 0;
  record.experts = 0;
  record.seasons = 0;
  if (!isSame) return false;
  // what settles is fitted once; where there are more fits there is a window again
  if (settings.refit != ONCE) record.flags &= ~SERIES_SETTLED;
  if (holt != 0) at = restoreHolt(record, at, settings);
  record.experts = copyOf(at, experts);
  return seasons == 0 || restoreSeasons(record, at + padded(experts));
}

/** Gives a series what Holt's method knew, and a window where there are fits to come. Returns the end. */
function restoreHolt(record: Series, from: usize, settings: Model): usize {
  const saved = changetype<Holt>(from);
  const ahead = from + HOLT_BYTES, window = ahead + padded(saved.ahead);
  record.holt = copyOf(from, HOLT_BYTES);
  const holt = holtOf(record);
  holt.ahead = copyOf(ahead, saved.ahead);
  holt.window = 0;
  if (saved.window != 0 && settings.refit != 0) restoreWindow(record, window, saved.window);
  return window + padded(saved.window);
}

/**
 * Starts a model anew; an incident stays open until five points have been quiet, so that whoever was told hears of its
 * end.
 */
function restartModel(record: Series): void {
  const open = record.flags & SERIES_INCIDENT;
  restartSeries(record);
  record.flags = (record.flags & ~(SERIES_COUNTER | SERIES_FRACTION | SERIES_EXPONENTIAL)) | open;
}

function restartBand(record: Series, settings: Model): void {
  if (isMixture(record)) startReach(expertsOf(record), settings);
  else startBand(record, settings);
  record.flags &= ~SERIES_DUE;
}
