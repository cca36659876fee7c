import { type Line, parseLine } from "../../src/engine/line.js";

/** An original line and what came of it when results were spliced in. */
export interface Spliced {
  original: Uint8Array;
  written: Uint8Array;
}

/** What an engine's output is made of. */
export interface Separated {
  /** Lines of ours, with their newlines. */
  added: Uint8Array[];
  spliced: Spliced[];
  /** Original lines that Telegraf takes. */
  valid: number;
  /** Original lines that it refuses. */
  invalid: number;
}

const NEWLINE = 10;
const COMMA = 44;

/** The output is not the original lines in their order, each with what may be added behind it. */
export class Loss extends Error {
  override readonly name = "Loss";
}

/**
 * Tells the original lines of an output from what was added. An added line begins with one of `ours`, with which no row
 * of the input begins, and stands behind a whole original line.
 *
 * @param mayBeSpliced whether originals may have more fields
 * @throws Loss when an original is missing, changed, or elsewhere than it was
 */
export function separate(
  input: Uint8Array,
  output: Uint8Array,
  ours: readonly Uint8Array[],
  mayBeSpliced: boolean,
): Separated {
  const parts: Separated = { added: [], spliced: [], valid: 0, invalid: 0 };
  let at = 0;
  for (let start = 0; start < input.length; ) {
    const parsed = parseLine(input, start, input.length, true);
    if (parsed.kind === "incomplete") throw new Error("incomplete at the end");
    if (parsed.kind === "line" && parsed.liberty === undefined) parts.valid++;
    else if (parsed.kind === "line" || parsed.kind === "invalid") parts.invalid++;
    const original = input.subarray(start, parsed.end);
    start = parsed.end;
    let written = output.subarray(at, at + original.length);
    if (Buffer.compare(original, written) !== 0) {
      if (!mayBeSpliced || parsed.kind !== "line") throw lossAt(original, written);
      written = splicedFrom(output, at, original, parsed);
      // Telegraf takes neither of the two where the original takes a liberty
      if (parsed.liberty === undefined) parts.spliced.push({ original, written });
    }
    at += written.length;
    if (original.at(-1) !== NEWLINE && at < output.length && output[at++] !== NEWLINE) throw lossAt(original, written);
    at = takeAdded(output, at, ours, parts.added);
  }
  if (at !== output.length) throw lossAt(new Uint8Array(0), output.subarray(at, at + 200));
  return parts;
}

function lossAt(original: Uint8Array, written: Uint8Array): Loss {
  const text = (bytes: Uint8Array) => JSON.stringify(Buffer.from(bytes).toString("latin1").slice(0, 2000));
  return new Loss(`${text(original)} came out as ${text(written)}`);
}

/** The line that stands at `at` of the output: the original one with fields before its own and no other change. */
function splicedFrom(output: Uint8Array, at: number, original: Uint8Array, line: Line): Uint8Array {
  const parsed = parseLine(output, at, output.length, true);
  if (parsed.kind !== "line") throw lossAt(original, output.subarray(at, at + 2 * original.length));
  const written = output.subarray(at, parsed.end);
  const head = line.fieldsStart - line.start;
  const tail = original.length - head;
  const same =
    written.length > original.length &&
    Buffer.compare(written.subarray(0, head), original.subarray(0, head)) === 0 &&
    Buffer.compare(written.subarray(written.length - tail), original.subarray(head)) === 0 &&
    written[written.length - tail - 1] === COMMA;
  if (!same) throw lossAt(original, written);
  return written;
}

function takeAdded(output: Uint8Array, start: number, ours: readonly Uint8Array[], added: Uint8Array[]): number {
  let at = start;
  while (ours.some((name) => Buffer.compare(name, output.subarray(at, at + name.length)) === 0)) {
    const end = output.indexOf(NEWLINE, at) + 1;
    if (end === 0) throw lossAt(new Uint8Array(0), output.subarray(at));
    added.push(output.subarray(at, end));
    at = end;
  }
  return at;
}

/** Whether a line spells series, time and every field as the original does, among further fields; `timed`: also the time. */
export function saysTheSame(original: Uint8Array, written: Uint8Array, timed = true): boolean {
  const before = readLine(original);
  const after = readLine(written);
  if (before.key !== after.key || (timed && before.time !== after.time)) return false;
  return [...before.fields].every(([key, value]) => after.fields.get(key) === value);
}

function readLine(bytes: Uint8Array): { key: string; fields: Map<string, string>; time: bigint | undefined } {
  const line = parseLine(bytes, 0, bytes.length, true);
  if (line.kind !== "line") throw lossAt(bytes, new Uint8Array(0));
  const text = Buffer.from(bytes).toString("latin1");
  const fields = line.fields.map((field): [string, string] => [
    text.slice(field.keyStart, field.keyEnd),
    text.slice(field.valueStart, field.valueEnd),
  ]);
  return { key: text.slice(line.keyStart, line.keyEnd), fields: new Map(fields), time: line.time };
}
