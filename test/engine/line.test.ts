import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type OpenLine, type Parsed, parseLine } from "../../src/engine/line.js";
import { accepted, liberties, rejected } from "./lines.js";
import { anyMetric, characters, latin1, lineOf, metricOf, serialized } from "./metric.js";

const encoder = new TextEncoder();

/** What a line says, as Telegraf would write it. */
function said(text: string): string {
  const bytes = encoder.encode(text);
  const parsed = parseLine(bytes, 0, bytes.length, true);
  if (parsed.kind !== "line") return parsed.kind;
  const metric = metricOf(bytes, parsed);
  const told = serialized(metric) + (metric.time === undefined ? "" : ` ${metric.time}`);
  return new TextDecoder().decode(latin1(told));
}

for (const [text, expected] of accepted) {
  test(`accepts ${JSON.stringify(text)}`, () => assert.is(said(text), expected));
}

for (const [marked, expected] of liberties) {
  test(`takes the liberty of ${JSON.stringify(marked)}`, () => {
    const text = marked.replace("∑", "");
    assert.is(said(text), expected);
    assert.is(lineOf(text).liberty?.at, marked.indexOf("∑"));
    assert.is(lineOf(text).end, text.length);
  });
}

test("behind an integer that leads with zeros the next newline ends the line, in a string too", () => {
  const bytes = latin1('m v=01i,s="a\nb" 5\n');
  const parsed = parseLine(bytes, 0, bytes.length, true);
  assert.equal([parsed.kind, "at" in parsed && parsed.at, "end" in parsed && parsed.end], ["invalid", 6, 13]);
});

test("what Telegraf takes is no liberty", () => {
  for (const [text] of accepted) {
    const bytes = encoder.encode(text);
    const parsed = parseLine(bytes, 0, bytes.length, true);
    if (parsed.kind === "line") assert.is(parsed.liberty, undefined, text);
  }
});

for (const [marked, expected] of rejected) {
  test(`rejects ${JSON.stringify(marked)}`, () => {
    const at = encoder.encode(marked.slice(0, marked.indexOf("∑"))).length;
    const bytes = encoder.encode(marked.replace("∑", ""));
    const parsed = parseLine(bytes, 0, bytes.length, true);
    if (parsed.kind !== "invalid") return assert.unreachable(parsed.kind);
    assert.is(parsed.at, at);
    assert.match(parsed.expected, expected);
    assert.is(parsed.column, at + 1);
    assert.is(parsed.openString, false);
    const newline = bytes.indexOf(10, at);
    assert.is(parsed.end, newline < 0 ? bytes.length : newline + 1);
  });
}

test("an error of a second row is counted from that row", () => {
  const bytes = latin1('m s="a\nbc\nd",=1 5\n');
  const parsed = parseLine(bytes, 0, bytes.length, true);
  assert.equal([parsed.kind, "row" in parsed && parsed.row, "column" in parsed && parsed.column], ["invalid", 2, 4]);
});

test("blank lines and comments end at their newline, wherever they stand", () => {
  const kinds: [string, string][] = [
    ["\n", "blank"],
    [" \t\v\f\n", "blank"],
    [" \r\n", "blank"],
    ['# cpu v="1\n', "comment"],
    [" \t# x\r\n", "comment"],
    ["#\n", "comment"],
  ];
  for (const [text, kind] of kinds) {
    const bytes = latin1(`cpu v=1\n${text}cpu v=2\n`);
    const end = 8 + text.length;
    assert.equal(parseLine(bytes, 8, bytes.length, false), { kind, end });
    assert.equal(parseLine(bytes, 8, end - 1, true), { kind, end: end - 1 });
    assert.is(parseLine(bytes, 8, end - 1, false).kind, "incomplete");
  }
});

test("after an error a quote opens nothing: the next line begins behind the next newline", () => {
  const text = 'cpu v=x,w="a\nb v=1\n';
  const bytes = latin1(text);
  const parsed = parseLine(bytes, 0, bytes.length, false);
  assert.is(parsed.kind === "invalid" && parsed.end, text.indexOf("\n") + 1);
});

test("a string that stays open takes all that follows, and at the end the line is invalid", () => {
  const bytes = latin1('m v=1,s="a\nm v=1\nm v=2 \\');
  const open = parseLine(bytes, 0, bytes.length, false);
  assert.is(open.kind === "incomplete" && open.inString, true);
  const parsed = parseLine(bytes, 0, bytes.length, true);
  if (parsed.kind !== "invalid") return assert.unreachable(parsed.kind);
  assert.equal([parsed.openString, parsed.end, parsed.row, parsed.column], [true, bytes.length, 2, 8]);
});

test("offsets are those of the bytes, whatever stands before the line", () => {
  const before = "x v=1\n  ";
  const text = 'cpu\\ x,a=1,b=2  f=1,g="x y",f=2i  5 \r\n';
  const bytes = latin1(`${before}${text}y v=1\n`);
  const line = parseLine(bytes, 6, bytes.length, false);
  if (line.kind !== "line") return assert.unreachable(line.kind);
  const between = (start: number, end: number) => characters(bytes.subarray(start, end));
  assert.is(line.start, 6);
  assert.is(line.end, before.length + text.length);
  assert.is(between(line.keyStart, line.keyEnd), "cpu\\ x,a=1,b=2");
  assert.is(between(line.measurement.start, line.measurement.end), "cpu\\ x");
  assert.equal(
    [...line.tags, ...line.fields].map((pair) => [
      between(pair.keyStart, pair.keyEnd),
      between(pair.valueStart, pair.valueEnd),
    ]),
    [
      ["a", "1"],
      ["b", "2"],
      ["g", '"x y"'],
      ["f", "2i"],
    ],
  );
  assert.is(between(line.keyEnd, line.insertAt), '  f=1,g="x y",f=2i');
  assert.is(between(line.timeStart, line.timeEnd), "5");
  assert.is(line.terminated, true);
});

test("a line without a time or a newline says so", () => {
  const line = lineOf("cpu v=1 ");
  assert.equal([line.timeStart, line.timeEnd, line.time, line.terminated, line.end], [7, 7, undefined, false, 8]);
});

test("what Telegraf writes is read as what it was", () => {
  fc.assert(
    fc.property(anyMetric, (metric) => {
      const bytes = latin1(`${serialized(metric)} ${metric.time}\n`);
      const parsed = parseLine(bytes, 0, bytes.length, false);
      if (parsed.kind !== "line") return assert.unreachable(JSON.stringify(parsed));
      assert.equal(metricOf(bytes, parsed), metric);
      assert.is(parsed.end, bytes.length);
    }),
    { numRuns: 1000 },
  );
});

test("a decimal of any length is read as its nearest double", () => {
  const digits = fc.array(fc.constantFrom(..."0123456789"), { maxLength: 20 }).map((all) => all.join(""));
  fc.assert(
    fc.property(digits, digits, fc.integer({ min: -330, max: 290 }), (whole, fraction, power) => {
      if (whole + fraction === "") return;
      for (const text of [`${whole}.${fraction}`, `-${whole}.${fraction}e${power}`]) {
        const [field] = lineOf(`m f=${text}\n`).fields;
        assert.is(Object.is(field!.value, Number(text)), true, text);
      }
    }),
    { numRuns: 1000 },
  );
});

test("every part of a line before its newline is incomplete, but for the end of the input", () => {
  fc.assert(
    fc.property(anyMetric, (metric) => {
      const bytes = latin1(`${serialized(metric)} ${metric.time}\r\n`);
      for (let end = 0; end < bytes.length; end++) {
        assert.is(parseLine(bytes, 0, end, false).kind, "incomplete");
        const atEnd = parseLine(bytes, 0, end, true);
        assert.is.not(atEnd.kind, "incomplete");
        assert.is("end" in atEnd && atEnd.end, end);
      }
    }),
  );
});

/** A parsed line without regard to where it lies. */
function summary(bytes: Uint8Array, start: number, parsed: Parsed): unknown {
  if (parsed.kind === "incomplete") return parsed.kind;
  const end = parsed.end - start;
  if (parsed.kind === "line") {
    const liberty = parsed.liberty === undefined ? -1 : parsed.liberty.at - start;
    return { end, insertAt: parsed.insertAt - start, liberty, ...metricOf(bytes, parsed) };
  }
  return parsed.kind === "invalid" ? { ...parsed, end, at: parsed.at - start } : { ...parsed, end };
}

const nearlyLine = fc
  .tuple(anyMetric, fc.nat(), fc.constantFrom("", "", "", '"', "\\", ",", "\n", " ", "x", "=", "\r", "0", ',z="\\x'))
  .map(([metric, place, byte]) => {
    const text = `${serialized(metric)} ${metric.time}\nnext v=1\n`;
    const at = place % text.length;
    return latin1(text.slice(0, at) + byte + text.slice(at));
  });

test("a line that comes in pieces, and lies elsewhere each time, is read as in one", () => {
  fc.assert(
    fc.property(
      nearlyLine,
      fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(3)), { minLength: 1 }),
      (bytes, pieces) => {
        let open: OpenLine | undefined;
        for (let end = 0, piece = 0; end <= bytes.length; piece++) {
          const [length, start] = pieces[piece % pieces.length]!;
          end += length;
          const known = new Uint8Array(start + Math.min(end, bytes.length));
          known.set(bytes.subarray(0, end), start);
          const parsed = parseLine(known, start, known.length, end >= bytes.length, open);
          if (parsed.kind === "incomplete") open = parsed.open;
          else
            return assert.equal(
              summary(known, start, parsed),
              summary(bytes, 0, parseLine(bytes, 0, bytes.length, true)),
            );
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test("two spellings of one key are known as such, though a string came in two pieces between them", () => {
  const bytes = latin1('m x\\"\\ =1,s="a\nb",x"\\ =2 5\n');
  const parsed = parseLine(bytes, 0, 20, false);
  const open = parsed.kind === "incomplete" ? parsed.open : undefined;
  assert.is(open?.line.fields.length, 2);
  const line = parseLine(bytes, 0, bytes.length, false, open);
  assert.equal(line.kind === "line" && line.fields.map((field) => field.kind), ["string", "float"]);
});

test("a line of 3 MB costs one reading, though it comes in pieces of 200 bytes, each with a newline", () => {
  const fields = Array.from({ length: 200_000 }, (_, index) => `f${index}="a\nb"`);
  const bytes = latin1(`m ${fields.join(",")} 5\n`);
  let open: OpenLine | undefined;
  const began = performance.now();
  for (let end = 200; end < bytes.length; end += 200) {
    const parsed = parseLine(bytes, 0, end, false, open);
    if (parsed.kind !== "incomplete") return assert.unreachable(parsed.kind);
    open = parsed.open;
  }
  const line = parseLine(bytes, 0, bytes.length, false, open);
  assert.is(line.kind === "line" && line.fields.length, fields.length);
  assert.ok(performance.now() - began < 20_000); // 15,000 readings of 1.5 MB would take minutes
});

test("fields with one key are as quickly told apart by the hundred thousand as by two", () => {
  const fields = Array.from({ length: 300_000 }, (_, index) => `f${index % 200_000}=${index}`);
  const line = lineOf(`m ${fields.join(",")} 5\n`);
  assert.is(line.fields.length, 200_000);
  assert.equal([line.fields[0]!.value, line.fields.at(-1)!.value], [100_000, 299_999]);
});

test.run();
