import { gzipSync } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { InputError } from "../../src/input/problem.js";
import { readInput, type Source } from "../../src/playground/input.js";

const text = (count: number) => Array.from({ length: count }, (_, at) => `m f=${at} ${at}\n`).join("");
const source = (name: string, content: string | Uint8Array): Source => {
  const bytes = Buffer.from(content);
  return { name, size: bytes.length, stream: () => new Blob([bytes]).stream() as ReadableStream<Uint8Array> };
};
const read = (from: Source, most?: number) => readInput(from, () => {}, undefined, most);
const joined = (chunks: readonly Uint8Array[]) => String(Buffer.concat(chunks));
const refusal = async (from: Source) => {
  try {
    await read(from);
  } catch (error) {
    assert.instance(error, InputError);
    return (error as Error).message;
  }
  throw new Error("it was read all the same");
};

test("lines are kept as they are, and what is gzipped is unpacked whatever its name", async () => {
  const lines = text(50_000);
  for (const content of [lines, gzipSync(lines)]) {
    const input = await read(source("x.txt", content));
    assert.is(joined(input.chunks), lines);
    assert.is(input.bytes, lines.length);
    assert.is(input.notices.length, 1);
  }
});

test("what is read is told as it comes", async () => {
  const zipped = gzipSync(text(50_000));
  let told = 0;
  await readInput(source("x", zipped), (bytes) => {
    told += bytes;
  });
  assert.is(told, zipped.length);
});

test("beyond the limit the input is cut behind a whole line, and that is said", async () => {
  const input = await read(source("big.lp", text(1_000)), 500);
  assert.ok(input.bytes <= 500 && input.bytes > 480);
  assert.ok(joined(input.chunks).endsWith("\n"));
  assert.match(input.notices[0]!, /^big\.lp is more than this page can hold: .*holtline score/);
});

test("a source without end is left as soon as the limit is reached", async () => {
  let pulled = 0;
  const endless: Source = {
    name: "endless.lp",
    size: 2 ** 31,
    stream: () =>
      new ReadableStream({
        pull(controller) {
          pulled++;
          controller.enqueue(Buffer.from(text(100)));
        },
      }),
  };
  await read(endless, 10_000);
  assert.ok(pulled < 100, `${pulled}`);
});

test("of a .gz that is cut short what came before is used", async () => {
  const zipped = gzipSync(
    Buffer.from(
      Array.from({ length: 200_000 }, (_, at) => `m f=${Math.imul(at, 2_654_435_761) >>> 3} ${at}\n`).join(""),
    ),
  );
  const input = await read(source("x.gz", zipped.subarray(0, zipped.length / 2)));
  assert.ok(input.bytes > 1_000);
  assert.match(input.notices[0]!, /^x\.gz can't be read to its end/);
});

test("what can't be used is refused with what was expected", async () => {
  assert.match(await refusal(source("a.lp", "")), /^a\.lp is empty: expected lines like/);
  assert.match(
    await refusal(
      source(
        "a.bin",
        Uint8Array.from({ length: 500 }, (_, at) => at % 256),
      ),
    ),
    /^a\.bin is no text/,
  );
  assert.match(await refusal(source("a.xlsx", "PK\u0003\u0004")), /a zip archive or a spreadsheet/);
  assert.match(await refusal(source("a.gz", gzipSync("x").subarray(0, 5))), /^a\.gz can't be read: its \.gz data/);
  assert.match(await refusal(source("a.csv", "a,b\n")), /^a\.csv holds nothing that can be scored/);
});

test("CSV is known by its name or its first line, and converted", async () => {
  const table = "time,value\n2026-01-01,1\nx,2\n";
  for (const name of ["a.csv", "pasted.lp"]) {
    const { chunks, converted, problems } = await read(source(name, table));
    assert.match(joined(chunks), /^\w+ value=1 1767225600000000000\n$/);
    assert.ok(converted);
    assert.is(problems.length, 1);
  }
  assert.not((await read(source("x.lp", "m f=1,g=2 1\n"))).converted);
});

test("reading stops where it is told to", async () => {
  const stop = new AbortController();
  stop.abort();
  let name = "";
  await readInput(source("x.lp", text(10)), () => {}, stop.signal).catch((error: Error) => {
    name = error.name;
  });
  assert.is(name, "AbortError");
});

test.run();
