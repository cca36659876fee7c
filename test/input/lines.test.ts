import { test } from "uvu";
import * as assert from "uvu/assert";
import { InputLines } from "../../src/input/lines.js";
import { InputError } from "../../src/input/problem.js";

/** What is made of a text that comes in pieces of so many bytes. */
function made(name: string, text: string | Uint8Array, piece = 1 << 20): string {
  const bytes = Buffer.from(text);
  const lines = new InputLines(name);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += piece)
    pieces.push(Uint8Array.from(lines.push(bytes.subarray(at, at + piece))));
  pieces.push(Uint8Array.from(lines.end()));
  return String(Buffer.concat(pieces));
}

const exported = `# INFLUXDB EXPORT: 1677-09-21T00:12:43Z - 2262-04-11T23:47:16Z
# DDL
CREATE DATABASE telegraf WITH NAME autogen
CREATE DATABASE "my db" WITH NAME "a b"

# DML
# CONTEXT-DATABASE:telegraf
# CONTEXT-RETENTION-POLICY:autogen
# writing tsm data
m,a=1 f=1 1
m,a=1 g=1 1
`;

test("statements at the head of an export become comments of the same length, however the bytes come", () => {
  const expected = exported.replaceAll("\nCREATE", "\n#REATE");
  for (const piece of [1, 7, 1_000]) assert.is(made("x.lp", exported, piece), expected);
  assert.is(made("x.lp", exported.replaceAll("\n", "\r\n")), expected.replaceAll("\n", "\r\n"));
});

test("nothing else of a file is touched", () => {
  for (const text of [
    "CREATE f=1 1\n# DDL\nm f=1 2\n",
    "# DDL\n# DML\nm f=1\n# DDL\nm f=2",
    "# a comment\n\nm f=1 1\n# DDL\nx",
    "m f=1",
    "# DDL",
    "\n",
    `# DDL\n${"x".repeat(100_000)}`,
  ])
    for (const piece of [3, 1_000_000]) assert.is(made("x.lp", text, piece), text);
});

test("CSV is known by its first line, even when that comes byte by byte", () => {
  const table = "time,value\n2026-01-01,1\nx,2\n";
  for (const piece of [1, 1_000]) {
    assert.is(made("data/a.csv", table, piece), "a value=1 1767225600000000000\n");
    assert.is(made("x.txt", table, piece), "x value=1 1767225600000000000\n");
  }
  const lines = new InputLines("x.csv");
  lines.push(Buffer.from(table));
  lines.end();
  assert.ok(lines.isConverted);
  assert.equal([lines.problemCount, lines.problems[0]!.line], [1, 3]);
});

test("what is no text is refused by name", () => {
  const refused: [Uint8Array, RegExp][] = [
    [Buffer.from("PK\x03\x04\n"), /^x is a zip archive or a spreadsheet: expected line protocol, CSV/],
    [Uint8Array.of(0xff, 0xfe, 109, 0, 32, 0, 10, 0), /^x is text in UTF-16/],
    [Uint8Array.from({ length: 3_000 }, (_, at) => (at * 7) % 256), /^x is no text/],
    [Buffer.from("\x00\x01"), /^x is no text/],
  ];
  for (const [bytes, message] of refused) {
    assert.throws(
      () => made("x", bytes),
      (error: Error) => error instanceof InputError && message.test(error.message),
    );
  }
});

test.run();
