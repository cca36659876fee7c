import type { Kernel } from "./kernel.js";
import { keyEnds } from "./kernel-key.js";
import { SnapshotError } from "./snapshot-error.js";

/** A series' record as it stands in a snapshot; what is in it is the kernel's (assembly/snapshot/record.ts). */

const encoder = new TextEncoder();

/**
 * The series' records of a snapshot, one after the other, by the lengths that they begin with.
 *
 * @param records where they begin
 * @throws SnapshotError where that can't be a record's
 */
export function* recordsOf(
  kernel: Kernel,
  { bytes, records }: { readonly bytes: Uint8Array; readonly records: number },
): Generator<Uint8Array> {
  const view = viewOf(bytes);
  const head = kernel.constant("RECORD_HEAD");
  const least = head + kernel.constant("KEY_HEAD");
  let at = records;
  while (at < bytes.length) {
    const length = at + head > bytes.length ? 0 : view.getUint32(at, true);
    if (length < least || length % 8 !== 0 || at + length > bytes.length) {
      throw new SnapshotError(`is damaged at byte ${at}`);
    }
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

/** The place of a record's group in the order of the groups; 0 where it is in none. */
export function placeOf(kernel: Kernel, record: Uint8Array): number {
  return viewOf(record).getUint32(kernel.constant("RECORD_GROUP"), true);
}

/** A line of line protocol that a record's series could have come from. */
export function lineOf(kernel: Kernel, record: Uint8Array): Uint8Array {
  const { start, prefixEnd, end } = keyEnds(kernel, viewOf(record), kernel.constant("RECORD_HEAD"));
  const line = new Uint8Array(end - start + 4);
  line.set(record.subarray(start, prefixEnd));
  line[prefixEnd - start] = 0x20;
  line.set(record.subarray(prefixEnd, end), prefixEnd - start + 1);
  line.set(encoder.encode("=0\n"), end - start + 1);
  return line;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
