import { test } from "uvu";
import * as assert from "uvu/assert";
import { Writer } from "../../src/host/writer.js";

const soon = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test("lines of one moment are one write", async () => {
  const writes: string[] = [];
  const writer = new Writer(false, (bytes) => writes.push(String(bytes)));
  writer.add(Buffer.from("a\n"));
  writer.add(Buffer.from("b\n"));
  assert.equal(writes, []);
  await soon();
  assert.equal(writes, ["a\nb\n"]);
  writer.add(Buffer.from("c\n"));
  writer.flush();
  writer.flush();
  await soon();
  assert.equal(writes, ["a\nb\n", "c\n"]);
});

test("a patient one waits until it is told", async () => {
  const writes: string[] = [];
  const writer = new Writer(true, (bytes) => writes.push(String(bytes)));
  writer.add(Buffer.from("a\n"));
  await soon();
  assert.equal(writes, []);
  writer.flush();
  assert.equal(writes, ["a\n"]);
});

test("64 KiB wait for nothing", () => {
  let written = 0;
  const writer = new Writer(true, (bytes) => {
    written += bytes.length;
  });
  for (let line = 0; line < 66; line++) writer.add(Buffer.alloc(1_000));
  assert.is(written, 66_000);
});

test("a write that fails in the background is told at the next one", async () => {
  const writer = new Writer(false, () => {
    throw new Error("no space left on device");
  });
  writer.add(Buffer.from("a\n"));
  await soon();
  assert.throws(() => writer.flush(), /no space left/);
});

test.run();
