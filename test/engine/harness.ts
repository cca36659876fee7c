import { readFileSync } from "node:fs";
import * as assert from "uvu/assert";
import { Engine, type EngineOptions } from "../../src/engine/engine.js";
import { resolve, type Settings } from "../../src/options.js";

export function kernelBytes(build: "release" | "debug" = "release"): Uint8Array {
  const file = build === "release" ? "kernel.wasm" : "kernel.debug.wasm";
  return readFileSync(new URL(`../../${file}`, import.meta.url));
}

/** Series that an engine of the tests has room for unless told otherwise: its memory is laid out for all of them. */
const FEW = 2000;

export function engine(given: Partial<Settings> = {}, options: EngineOptions = {}, build?: "debug"): Engine {
  return Engine.create(kernelBytes(build), resolve({ maxSeries: FEW, ...given }), options);
}

/** All that an engine makes of an input that comes in parts, as bytes in one string. */
export function outputOf(subject: Engine, ...parts: (string | Uint8Array)[]): string {
  let output = "";
  for (const part of parts) output += characters(subject.push(typeof part === "string" ? latin1(part) : part));
  return output + characters(subject.end());
}

/** A character a byte; TextDecoder's "latin1" has others from 0x80 to 0x9f, which Node tells apart since version 22. */
function characters(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}

/** Bytes of a string of characters up to U+00FF. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** `count` lines of one series a second apart, its values from `value`. */
export function series(
  count: number,
  value: (index: number) => number | string,
  key = "m,host=a",
  field = "f",
): string {
  let text = "";
  for (let i = 0; i < count; i++) text += `${key} ${field}=${value(i)} ${1_600_000_000 + i}000000000\n`;
  return text;
}

/** Small whole numbers that look random and are the same everywhere. */
export function noise(index: number, size = 11): number {
  return (index * 7919 + ((index * index) % 101) * 13) % size;
}

/** That two long texts are the same; where they part, in a message that can be read. */
export function assertSame(actual: string, expected: string, what: string): void {
  if (actual === expected) return;
  let at = 0;
  while (actual[at] === expected[at]) at++;
  const around = (text: string) => text.slice(Math.max(0, at - 200), at + 100);
  assert.unreachable(`${what}: at ${at} of ${expected.length}\n${around(actual)}\ninstead of\n${around(expected)}`);
}
