import { parseLine } from "../engine/line.js";

/** Why an input can't be used at all, in words for a person. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** A place in the input that could not be used. */
export interface InputProblem {
  /** Counted from 1, as is the column. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** First bytes of what is no text of ours, and its name. */
const heads: readonly [bytes: readonly number[], name: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], "a zip archive or a spreadsheet"],
  [[0x28, 0xb5, 0x2f, 0xfd], "packed with zstd"],
  [[0x42, 0x5a, 0x68], "packed with bzip2"],
  [[0xfd, 0x37, 0x7a, 0x58], "packed with xz"],
  [[0xff, 0xfe], "text in UTF-16, not in UTF-8"],
  [[0xfe, 0xff], "text in UTF-16, not in UTF-8"],
];

/** Share of control characters from which on the beginning of a file is no text. */
const BINARY = 0.01;

/**
 * Looks at the first bytes of what was unpacked where it was gzipped.
 *
 * @throws InputError where they are no text
 */
export function checkText(name: string, head: Uint8Array): void {
  const other = heads.find(([bytes]) => bytes.every((byte, at) => head[at] === byte));
  if (other !== undefined)
    throw new InputError(`${name} is ${other[1]}: expected line protocol or CSV, as text or gzipped`);
  if (isBinary(head)) throw new InputError(`${name} is no text: expected line protocol or CSV, or one of them gzipped`);
}

function isBinary(head: Uint8Array): boolean {
  const looked = head.subarray(0, 4096);
  let controls = 0;
  for (const byte of looked) if (byte < 9 || (byte > 13 && byte < 32)) controls++;
  return controls > BINARY * looked.length;
}

/** Whether a text is CSV rather than line protocol: by its name, or because its first line is none and has cells. */
export function isCsv(name: string, head: Uint8Array): boolean {
  if (/\.[ct]sv(\.gz)?$/i.test(name)) return true;
  const end = head.indexOf(10);
  const line = head.subarray(0, end < 0 ? head.length : end);
  if (parseLine(line, 0, line.length, true).kind !== "invalid" || line.includes(61)) return false;
  return /[,;\t]/.test(new TextDecoder().decode(line));
}
