import { parseLine } from "../engine/line.js";
import { separatorOf } from "./csv.js";
import { InputError } from "./problem.js";
import { isMetadata, isSample } from "./prometheus.js";

/** What can be read. */
export type Format = "line protocol" | "CSV" | "annotated CSV" | "JSON" | "Prometheus text";

/** What was expected of an input that is none of these, with an example each. */
export const expectedFormats = `expected one of
  line protocol:    temperature,brew=ipa value=18.8 1767225600000000000
  CSV:              time,temperature,brew
                    2026-01-01 00:00:00,18.8,ipa
  JSON lines:       {"time":"2026-01-01T00:00:00Z","temperature":18.8,"brew":"ipa"}
  Prometheus text:  temperature{brew="ipa"} 18.8 1767225600000
or InfluxDB's annotated CSV, each as text or gzipped`;

/** The same in few words. */
export const briefly = "expected line protocol, CSV, JSON lines or Prometheus text, as it is or gzipped";

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
  if (other !== undefined) throw new InputError(`${name} is ${other[1]}: ${briefly}`);
  if (isBinary(head)) throw new InputError(`${name} is no text: ${briefly}`);
}

function isBinary(head: Uint8Array): boolean {
  const looked = head.subarray(0, 4096);
  let controls = 0;
  for (const byte of looked) if (byte < 9 || (byte > 13 && byte < 32)) controls++;
  return controls > BINARY * looked.length;
}

/** Lines that are looked at. */
const LOOKED = 40;

/** The format of an input, by its first lines and, where these leave it open, by its name. Line protocol where nothing fits. */
export function formatOf(name: string, head: Uint8Array): Format {
  const text = new TextDecoder().decode(head).replace(/^\ufeff/, "");
  const lines = text.split("\n", LOOKED).filter((line) => line.trim() !== "");
  if (/^\s*(\[\s*)*(\{\s*("|\}|$)|\[\s*$)/.test(text)) return "JSON";
  if (lines.some(isAnnotation) || isFluxHeader(lines[0] ?? "")) return "annotated CSV";
  if (/\.[ct]sv(\.gz)?$/i.test(name)) return "CSV";
  const values = lines.filter((line) => !line.startsWith("#"));
  if (values.some(isLine)) return "line protocol";
  if (lines.some(isMetadata) || values.some(isSample)) return "Prometheus text";
  return isTable(values) ? "CSV" : "line protocol";
}

function isAnnotation(line: string): boolean {
  return /^#(group|datatype|default|constant)\b[ ,]/i.test(line);
}

/** Whether a line names the columns of an answer of InfluxDB 2 whose annotations were left out. */
function isFluxHeader(line: string): boolean {
  const cells = line.trim().split(",");
  return cells.includes("_time") && cells.includes("_value") && cells.includes("_field");
}

const encoder = new TextEncoder();

function isLine(text: string): boolean {
  const bytes = encoder.encode(text);
  return parseLine(bytes, 0, bytes.length, true).kind === "line";
}

/** Whether lines have cells, and are no line protocol with a fault. */
function isTable(lines: readonly string[]): boolean {
  if (lines.length === 0 || lines[0]!.includes("=")) return false;
  const separator = separatorOf(lines.join("\n"));
  return lines[0]!.includes(separator) || lines[1]?.includes(separator) === true;
}
