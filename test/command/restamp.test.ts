import { test } from "uvu";
import * as assert from "uvu/assert";
import { finish, start } from "../host/child.js";

const restamp = (args: string[], input: string | Uint8Array) => finish(start(["restamp", "-", ...args]), input);
const second = 1_000_000_000n;

test("metrics stand one interval apart from now plus the offset, all else stays", async () => {
  const before = BigInt(Date.now()) * 1_000_000n;
  const input = '# two beers\nm,t=a f="x\ny",g=1 5\n\nm f=2\nnonsense\nm f=3   7  \r\n';
  const { stdout, stderr, code } = await restamp(["--start-offset", "-1h", "--interval", "10s"], input);
  const after = BigInt(Date.now()) * 1_000_000n;
  const pattern = /^# two beers\nm,t=a f="x\ny",g=1 (\d+)\n\nm f=2 (\d+)\nnonsense\nm f=3 {3}(\d+) {2}\r\n$/;
  const times = pattern.exec(String(stdout))!.slice(1).map(BigInt);
  const [first] = times;
  assert.ok(first! >= before - 3600n * second && first! <= after - 3600n * second);
  assert.equal(times, [first, first! + 10n * second, first! + 20n * second]);
  assert.match(stderr, /^W! -:6: column \d+: expected .*; passed on as it is\n$/);
  assert.is(code, 0);
});

test("without options metrics stand a second apart from now on", async () => {
  const before = BigInt(Date.now()) * 1_000_000n;
  const { stdout } = await restamp([], "m f=1\nm f=1\n");
  const [first, next] = [...String(stdout).matchAll(/m f=1 (\d+)\n/g)].map(([, time]) => BigInt(time!));
  assert.ok(first! >= before && first! < before + 30n * second);
  assert.is(next! - first!, second);
});

test("bytes that are no UTF-8 stay as they are", async () => {
  const bytes = Buffer.from('m,t=\xff\xfe f="\x80\xc3" 1\n', "latin1");
  const { stdout } = await restamp([], bytes);
  const text = stdout.toString("latin1");
  assert.match(text, /^m,t=\xff\xfe f="\x80\xc3" \d{19}\n$/);
});

test.run();
