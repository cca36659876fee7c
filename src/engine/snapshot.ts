import { options, type Settings, settingName } from "../options.js";
import type { Kernel } from "./kernel.js";
import { recordsOf } from "./saved-record.js";
import type { SeriesRule } from "./series-rule.js";
import { SnapshotError } from "./snapshot-error.js";

/**
 * A snapshot as bytes. Little-endian; every part is padded to eight bytes.
 *
 *     0   8  magic
 *     8   4  format version               12  4  version of the records
 *     16  4  series                       20  4  bytes of the settings
 *     24  4  bytes of the globals         28  4  –
 *     32  8  bytes of the whole           40  8  newest time, nanoseconds; the least number: none
 *     48  8  sum of the records' checks
 *     56     settings (JSON, spaces behind), globals, then a check of all before it (8 bytes), then the records
 *
 * A record begins with its length in bytes, the records' version and a check of what follows; what is in it is the kernel's
 * (assembly/snapshot/record.ts).
 */
export interface Snapshot {
  readonly bytes: Uint8Array;
  /** Of the format and of the records. */
  readonly version: string;
  readonly series: number;
  /** Nanoseconds since 1970; undefined when no series has a point with a time. */
  readonly newest: bigint | undefined;
  readonly settings: SavedSettings;
  readonly globals: Uint8Array;
  /** Where the records begin. */
  readonly records: number;
}

/** What a series' model and bands are learnt under. */
const modelKeys = options.filter(({ learns }) => learns !== undefined).map(({ name }) => settingName(name));
/** What of the settings a snapshot's series depend on. */
const savedKeys: readonly (keyof Settings)[] = [
  "measurement",
  "field",
  "preset",
  "anomalyName",
  "forecastName",
  ...modelKeys,
  "groupBy",
  "groupEvery",
];
/** There are `rules` only where there is one. */
export type SavedSettings = Partial<Settings> & { rules?: readonly SeriesRule[] };

export const MAGIC = Uint8Array.of(0x89, 0x48, 0x4f, 0x4c, 0x54, 0x0d, 0x0a, 0x1a); // of these so many are enough to be damaged
const MAGIC_LEAST = 5;
export const FORMAT = 1;
export const FIXED = 56;
export const CHECK = 8;
const NO_TIME = -(2n ** 63n);

const decoder = new TextDecoder();

/** @param under the complete settings under each of the rules */
export function savedSettings(
  settings: Settings,
  rules: readonly SeriesRule[],
  under: readonly Settings[],
): SavedSettings {
  const own: SavedSettings = Object.fromEntries(savedKeys.map((key) => [key, settings[key]]));
  if (rules.length === 0) return own;
  const saved = rules.map(({ measurement = [], field = [], tags = {}, score = true }, index) => {
    const its = Object.fromEntries(modelKeys.map((key) => [key, under[index]![key]]));
    return { measurement, field, tags, score, settings: its };
  });
  return { ...own, rules: saved };
}

export function checksum(kernel: Kernel, bytes: Uint8Array): bigint {
  kernel.leave(bytes);
  return BigInt.asUintN(64, kernel.exports.checkScratch(bytes.length));
}

/**
 * Reads the head of a snapshot and checks every byte of it.
 *
 * @throws SnapshotError that says what is wrong and where
 */
export function readSnapshot(kernel: Kernel, bytes: Uint8Array): Snapshot {
  const head = readHead(kernel, bytes);
  const view = viewOf(bytes);
  const { exports } = kernel;
  exports.startRecords();
  let count = 0;
  for (const record of recordsOf(kernel, head)) {
    count++;
    kernel.leave(record);
    if (!exports.checkRecord(record.length)) throw damaged(`its series ${count} of ${head.series}`, record, bytes);
  }
  const isWhole = count === head.series && BigInt.asUintN(64, exports.recordChecks()) === view.getBigUint64(48, true);
  if (!isWhole) throw new SnapshotError("is damaged: its series are not those that were written");
  return head;
}

function readHead(kernel: Kernel, bytes: Uint8Array): Snapshot {
  const view = viewOf(bytes);
  if (bytes.length === 0) throw new SnapshotError("is empty");
  const alike = MAGIC.reduce((count, byte, at) => count + (bytes[at] === byte ? 1 : 0), 0);
  if (alike < Math.min(MAGIC_LEAST, bytes.length)) throw new SnapshotError("is no state of Holtline", true);
  if (bytes.length < FIXED) throw truncated(bytes.length);
  if (alike < MAGIC.length) throw new SnapshotError("is damaged: its first 8 bytes are not those of a state");
  const format = view.getUint32(8, true);
  const version = view.getUint32(12, true);
  const settingsEnd = FIXED + view.getUint32(20, true);
  const globalsEnd = settingsEnd + view.getUint32(24, true);
  const records = globalsEnd + CHECK;
  const isWhole =
    bytes.length >= records && checksum(kernel, bytes.subarray(0, globalsEnd)) === view.getBigUint64(globalsEnd, true);
  // what another version writes behind the versions is not ours to check
  const known = kernel.constant("RECORD_VERSION");
  if (format !== FORMAT || version !== known) {
    const got = `version ${format}.${version}`;
    throw new SnapshotError(`is of ${got} (or damaged), and this Holtline reads ${FORMAT}.${known}`);
  }
  const length = Number(view.getBigUint64(32, true));
  if (bytes.length < records || (isWhole && bytes.length < length)) throw truncated(bytes.length);
  if (!isWhole) throw new SnapshotError("is damaged within its head");
  if (bytes.length > length) throw new SnapshotError(`is damaged: ${bytes.length - length} bytes too long`);
  const newest = view.getBigInt64(40, true);
  return {
    bytes,
    version: `${FORMAT}.${known}`,
    series: view.getUint32(16, true),
    newest: newest === NO_TIME ? undefined : newest,
    settings: JSON.parse(decoder.decode(bytes.subarray(FIXED, settingsEnd))) as SavedSettings,
    globals: bytes.subarray(settingsEnd, globalsEnd),
    records,
  };
}

function truncated(length: number): SnapshotError {
  return new SnapshotError(`is truncated: it ends after ${length} bytes`);
}

function damaged(where: string, part: Uint8Array, whole: Uint8Array): SnapshotError {
  return new SnapshotError(`is damaged in ${where}, at byte ${part.byteOffset - whole.byteOffset}`);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
