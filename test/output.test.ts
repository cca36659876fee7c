import { test } from "uvu";
import * as assert from "uvu/assert";
import { configure } from "../src/engine/configure.js";
import { Kernel } from "../src/engine/kernel.js";
import { words } from "../src/engine/names.js";
import { resolve, type Settings } from "../src/options.js";
import { engine, kernelBytes, noise, outputOf, series } from "./engine/harness.js";
import { pageText, rowsOf, sectionOf, spansOf } from "./pages.js";

const page = pageText("docs/output.md");
const statistics = pageText("docs/statistics.md");

/** The name that a cell has in backticks. */
const nameIn = (cell: string | undefined) => spansOf(cell ?? "")[0];
/** Rows of tables that tell of fields. */
const fieldRows = (text: string) => rowsOf(text).filter((row) => row.field !== undefined);

/** Every text that the kernel is given to write. */
function wordsOfKernel(): string[] {
  const texts: string[] = [];
  let left = "";
  const exports = {
    configure() {},
    setOption: () => 1,
    setOutput: () => 1,
    setWord: () => texts.push(left),
    checkScratch: () => 0n,
  };
  const leave = (bytes: Uint8Array) => {
    left = new TextDecoder().decode(bytes);
  };
  configure({ exports, leave, constant: () => 0 } as unknown as Kernel, resolve({ instance: "x" }), []);
  return texts;
}

const texts = wordsOfKernel();
const captured = (pattern: RegExp) => texts.flatMap((text) => pattern.exec(text)?.[1] ?? []);
const sorted = (names: Iterable<string | undefined>) => [...new Set(names)].sort();

test("the kernel is given each of its words", () => {
  assert.is(texts.length, new Kernel(kernelBytes()).constant("Word", "Count"));
});

test("the tables of fields name what the kernel can write, and nothing else", () => {
  const told = [...fieldRows(page), ...fieldRows(statistics)].map((row) => nameIn(row.field));
  assert.equal(sorted(told), sorted(captured(/^[ ,]([a-z_]+)=(?:true)?$/)));
});

test("so does the column of spliced names", () => {
  const told = fieldRows(page).flatMap((row) => nameIn(row.spliced) ?? []);
  assert.equal(sorted(told), sorted(captured(/^(_[a-z_]+)=$/).map((ending) => `FIELD${ending}`)));
});

test("tags, measurements, events, reasons and messages are told of", () => {
  const codes = new Set(spansOf(page));
  for (const tag of captured(/^,([a-z_]+)$/)) assert.ok(codes.has(tag), tag);
  for (const word of Object.values(words)) assert.ok(codes.has(word) || statistics.includes(`\`${word}\``), word);
  const cells = (field: string) => fieldRows(page).flatMap((row) => (nameIn(row.field) === field ? row.is! : []));
  const told = (field: string) => cells(field).flatMap(spansOf);
  const measurements = rowsOf(page).flatMap((row) => nameIn(row.measurement) ?? []);
  assert.equal(
    sorted(["true", "false", ...measurements, ...told("event"), ...told("reason")]),
    sorted([...captured(/^([a-z_]+)$/), words.statistics]),
  );
  const messages = sectionOf(page, "Messages") + sectionOf(page, "Messages of stories");
  for (const part of texts.filter((text) => / .*[a-z]|[a-z].* /.test(text) && !text.includes("="))) {
    assert.ok(messages.includes(part.trim()), part);
  }
});

/** The fields of a line without escapes in its tags, with the types of their values. */
function typesOf(line: string): [string, string][] {
  const fields = line.slice(line.indexOf(" ") + 1).matchAll(/([a-z_]+)=("(?:[^"\\]|\\.)*"|[^,\s]+)/g);
  return [...fields].map(([, name, value]) => [name!, typeOf(value!)]);
}

function typeOf(value: string): string {
  if (value.startsWith('"')) return "string";
  if (value === "true" || value === "false") return "boolean";
  return value.endsWith("i") ? "integer" : "float";
}

/** Quiet values, misreads to both sides, and a new level on either. */
const input = series(900, (i) => {
  if (i % 97 === 60) return i % 2 === 0 ? 90 : -90;
  return noise(i) + (i > 300 && i < 500 ? 60 : 0) - (i > 700 ? 60 : 0);
});

/** Four hosts that go beyond a hard limit at once. */
const rack = Array.from({ length: 300 }, (_, i) =>
  ["a", "b", "c", "d"].map(
    (host) => `m,host=${host},rack=r f=${i === 200 ? 500 : noise(i)} ${1_600_000_000 + i}000000000\n`,
  ),
)
  .flat()
  .join("");

/** Fields of the lines of a run that begin so, with the types that they had. */
function seenIn(beginning: string, given: Partial<Settings>, text = input): [string, string][] {
  const output = outputOf(engine({ etaAbove: 12, etaBelow: -2, ...given }), text);
  const lines = output.split("\n").filter((line) => line.startsWith(beginning));
  return lines.flatMap(typesOf);
}

/** Pairs of a field and its type, as a page has them. */
const toldIn = (text: string, column = "field") =>
  fieldRows(text).flatMap((row) => {
    const name = nameIn(row[column]);
    return name === undefined ? [] : [`${name} ${row.type}`];
  });

test("in a run every field of the tables is written, as the type that they tell", () => {
  const sections = { "anomaly,": "anomaly", "fcast,": "fcast" };
  for (const [beginning, section] of Object.entries(sections)) {
    const seen = seenIn(beginning, {}).map(([name, type]) => `${name} ${type}`);
    assert.equal(sorted(seen), sorted(toldIn(sectionOf(page, section))), section);
  }
  const groups = seenIn("anomaly_group,", { groupBy: ["host", "rack"], upper: 100 }, rack);
  assert.equal(
    sorted(groups.map(([name, type]) => `${name} ${type}`)),
    sorted(toldIn(sectionOf(page, "anomaly_group"))),
  );
  const spliced = seenIn("m,", { emit: "fields" })
    .filter(([name]) => name.startsWith("f_"))
    .map(([name, type]) => `FIELD${name.slice(1)} ${type}`);
  assert.equal(sorted(spliced), sorted(toldIn(page, "spliced")));
});

test.run();
