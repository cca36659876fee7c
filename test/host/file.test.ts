import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { FileError, fileSize, readChunks } from "../../src/host/file.js";
import { finish, start } from "./child.js";

const room = mkdtempSync(join(tmpdir(), "holtline-"));
const fileOf = (name: string, bytes: Uint8Array | string) => {
  const path = join(room, name);
  writeFileSync(path, bytes);
  return path;
};

const readAll = async (path: string, onRead?: (bytes: number) => void) => {
  const chunks: Buffer[] = [];
  for await (const chunk of readChunks(path, onRead)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const faultOf = async (path: string) => {
  try {
    await readAll(path);
  } catch (error) {
    assert.instance(error, FileError);
    return (error as Error).message;
  }
  return "";
};

test.after(() => rmSync(room, { recursive: true }));

const text = Buffer.from("m f=1 1\n".repeat(100_000));

test("a file comes byte for byte, gzipped or not, whatever its name", async () => {
  assert.ok((await readAll(fileOf("plain.lp", text))).equals(text));
  assert.ok((await readAll(fileOf("packed.lp.gz", gzipSync(text)))).equals(text));
  assert.ok((await readAll(fileOf("packed.txt", gzipSync(text)))).equals(text));
  assert.ok((await readAll(fileOf("plain.gz", text))).equals(text));
});

test("gzip files that were put one behind the other are one file", async () => {
  const both = Buffer.concat([gzipSync("m f=1 1\n"), gzipSync("m f=2 2\n")]);
  assert.is(String(await readAll(fileOf("both.gz", both))), "m f=1 1\nm f=2 2\n");
});

test("files of no byte and of one byte are read", async () => {
  assert.is((await readAll(fileOf("empty", ""))).length, 0);
  assert.is(String(await readAll(fileOf("one", "\x1f"))), "\x1f");
});

test("what was read is told in bytes of the file, not of its contents", async () => {
  const packed = gzipSync(text);
  const path = fileOf("told.gz", packed);
  let told = 0;
  await readAll(path, (bytes) => {
    told += bytes;
  });
  assert.is(told, packed.length);
  assert.is(fileSize(path), packed.length);
  assert.is(fileSize("-"), 0);
  assert.is(fileSize(join(room, "none")), 0);
});

test("a file that can't be read is named, with the reason", async () => {
  const none = join(room, "none.lp");
  assert.is(await faultOf(none), `${none} can't be read: there is no such file`);
  assert.match(await faultOf(room), /it is a directory/);
  const packed = gzipSync(text);
  assert.match(await faultOf(fileOf("short.gz", packed.subarray(0, packed.length - 20))), /ends too early/);
  packed.fill(0xff, 40, 60);
  assert.match(await faultOf(fileOf("damaged.gz", packed)), /damaged/);
});

test("standard input is read by the name -, gzipped too", async () => {
  const args = ["restamp", "-", "--start-offset", "0s"];
  const plain = await finish(start(args), "m f=1 1\n");
  assert.match(String(plain.stdout), /^m f=1 \d{19}\n$/);
  const packed = await finish(start(args), gzipSync("m f=1 1\n"));
  assert.match(String(packed.stdout), /^m f=1 \d{19}\n$/);
});

test.run();
