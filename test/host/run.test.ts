import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { finish, type Outcome, pause, plainLines, root, stalled, start, startBetweenPipes } from "./child.js";

/** The lines of the output that are not of the input's measurement, and those that are. */
function sorted(output: Buffer): { added: string[]; original: string } {
  const lines = output.toString("latin1").split(/(?<=\n)/);
  const ours = (line: string) => /^(anomaly|fcast),/.test(line);
  return { added: lines.filter(ours), original: lines.filter((line) => !ours(line)).join("") };
}

test("run adds to the lines and changes none of them", async () => {
  const lines = plainLines(1000);
  const { stdout, stderr, code } = await finish(start([]), lines);
  const { added, original } = sorted(stdout);
  assert.is(original, lines);
  assert.is(added.filter((line) => line.startsWith("anomaly,")).length, 991);
  assert.ok(added.some((line) => line.startsWith("fcast,")));
  assert.is(stderr, "");
  assert.is(code, 0);
});

const mistakes: [string[], RegExp[]][] = [
  [["--window", "many"], [/^E! --window many: expected a whole number/m]],
  [["--windwo", "60"], [/^E! --windwo.*did you mean --window\?/m]],
  [["--trend", "dampd"], [/^E! --trend dampd: .*did you mean damped\?/m]],
  [["--horizon"], [/^E! --horizon: needs a value/m]],
  [["--min-points", "50", "--window", "20"], [/^E! --min-points 50: at most --window, which is 20/m]],
  [
    ["rnu", "--digits", "99"],
    [/^E! --digits 99: /m, /^E! "rnu" is neither/m],
  ],
  [["--preset", "tg-beer", "--drain", "off"], [/^E! --preset tg-beer: .*tg-brew/m]],
];

for (const [flags, said] of mistakes) {
  test(`run ${flags.join(" ")} says what is wrong and passes lines through`, async () => {
    const lines = plainLines(100);
    const { stdout, stderr, code } = await finish(start(["run", ...flags]), lines);
    assert.is(stdout.toString(), lines);
    for (const pattern of said) assert.match(stderr, pattern);
    assert.match(stderr, /^E! Lines pass through unscored/m);
    for (const line of stderr.trimEnd().split("\n")) assert.match(line, /^E! /);
    assert.is(code, 0);
  });

  test(`run ${flags.join(" ")} --strict leaves with 2`, async () => {
    const { stdout, stderr, code } = await finish(start(["run", "--strict", ...flags]), plainLines(100));
    assert.is(stdout.length, 0);
    for (const pattern of said) assert.match(stderr, pattern);
    assert.is(code, 2);
  });
}

test("run --gap-watch tells of a silence while it lasts, and score of none", async () => {
  const child = start(["--gap-watch", "--horizon", "0", "--emit", "changes"]);
  const silence =
    'anomaly,brew=bv_1,source=temperature,field=temperature anomaly_score=1,is_anomaly=true,event="opened",severity=1i,' +
    'incident=1i,reason="gap",message="bv_1 temperature has been silent for 11 s, expected a point within 3 s (gap)" ' +
    "1600000110000000000\n";
  const other = "temperature,brew=bv_2 temperature=18 1600000110000000000\n";
  const told = new Promise<string>((resolve) => {
    let output = "";
    child.stdout!.on("data", (chunk) => {
      output += chunk;
      if (output.includes("silent for")) resolve(output);
    });
  });
  child.stdin!.write(plainLines(100) + other);
  // stdin is still open
  assert.is(await told, plainLines(100) + other + silence);
  assert.is((await finish(child)).code, 0);
  const { stderr, code } = await finish(start(["score", "--gap-watch", "-"]), plainLines(100));
  assert.match(stderr, /--gap-watch/);
  assert.is(code, 2);
});

/** Runs a copy of the program with another kernel, or none. */
async function withKernel(kernel: Uint8Array | undefined, args: string[], lines: string): Promise<Outcome> {
  const room = mkdtempSync(join(tmpdir(), "holtline-"));
  mkdirSync(join(room, "build"));
  cpSync(join(root, "bin"), join(room, "bin"), { recursive: true });
  cpSync(join(root, "build/program"), join(room, "build/program"), { recursive: true });
  cpSync(join(root, "package.json"), join(room, "package.json"));
  symlinkSync(join(root, "node_modules"), join(room, "node_modules"));
  if (kernel !== undefined) writeFileSync(join(room, "build/kernel.wasm"), kernel);
  try {
    return await finish(spawn(process.execPath, [join(room, "bin/holtline.js"), ...args], { stdio: "pipe" }), lines);
  } finally {
    rmSync(room, { recursive: true });
  }
}

test("without a kernel run says how to get one and passes lines through", async () => {
  const lines = plainLines(100);
  const { stdout, stderr, code } = await withKernel(undefined, [], lines);
  assert.is(stdout.toString(), lines);
  assert.match(stderr, /^E! the kernel .*kernel\.wasm can't be read .*npm run build/);
  assert.is(code, 0);
});

test("with a kernel that is none, or of another build, run passes lines through", async () => {
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  for (const kernel of [Buffer.from("not WebAssembly"), empty]) {
    const lines = plainLines(100);
    const { stdout, stderr, code } = await withKernel(kernel, [], lines);
    assert.is(stdout.toString(), lines);
    assert.match(stderr, /^E! .*\nE! Lines pass through unscored/);
    assert.is(code, 0);
  }
});

test("lines that can't be read pass through, are mentioned once with their place, and counted at the end", async () => {
  let lines = "";
  for (let i = 0; i < 100; i++) lines += `${plainLines(1)}${i < 50 ? "m f=1,g=+2 5" : "no fields"}\n`;
  const { stdout, stderr } = await finish(start(["run", "--horizon", "0"]), lines);
  assert.is(sorted(stdout).original, lines);
  const said = stderr.trimEnd().split("\n");
  assert.is(said.length, 2);
  assert.match(said[0]!, /^W! line 2, column \d+ passes through as it came: expected .+$/);
  assert.match(said[1]!, /^W! 100 of 200 lines could not be read/);
});

test("megabytes that can't be read never make a long line on stderr", async () => {
  const lines = `${"x".repeat(3_000_000)}\n\x1b[2J,=\n`;
  const { stdout, stderr } = await finish(start([]), lines);
  assert.is(stdout.toString(), lines);
  for (const line of stderr.trimEnd().split("\n")) {
    assert.match(line, /^W! [^\p{Cc}]*$/u);
    assert.ok(line.length < 4096);
  }
});

test("--log-level error keeps warnings back, debug tells the counts", async () => {
  const lines = `${plainLines(20)}no fields\n`;
  assert.is((await finish(start(["run", "--log-level", "error"]), lines)).stderr, "");
  assert.match((await finish(start(["run", "--log-level", "debug"]), lines)).stderr, /^D! 21 lines in, 20 values/m);
});

test("hostile lines between good ones come out byte for byte, and the good ones are scored", async () => {
  const hostile = Buffer.concat([
    Buffer.from('m\\ x,t\\=a=b\\,c\\ d s="a\\"b\\\\c\nd,e=f 7",i=9223372036854775807i 5\n'),
    Buffer.from('häuser,🍺=ü🍺 f=1 6\r\n# comment, with=" quote\n\n  \t\n garbage between = lines \n'),
    Buffer.from("n f=1\nn f=NaN 5\nn f=18446744073709551615u 7\nn f=9007199254740993i 8\n"),
    Buffer.from(`long,t=${"x".repeat(100_000)} f=1 5\nlong s="${"y".repeat(3_000_000)}",f=2 5\n`),
    Buffer.from([0x6d, 0x2c, 0x74, 0x3d, 0xff, 0xfe, 0x20, 0x66, 0x3d, 0x31, 0x20, 0x35, 0x0a, 0x00, 0x80, 0x0a]),
  ]);
  const good = plainLines(30)
    .split(/(?<=\n)/)
    .filter(Boolean);
  const input = Buffer.concat(
    good.flatMap((line, index) => (index % 10 === 5 ? [hostile, Buffer.from(line)] : [Buffer.from(line)])),
  );
  const { stdout, code } = await finish(start([]), input);
  const { added, original } = sorted(stdout);
  assert.is(original, input.toString("latin1"));
  assert.is(added.filter((line) => line.startsWith("anomaly,brew=bv_1,")).length, 21);
  assert.is(code, 0);
});

test("the barrier follows --drain", async () => {
  const lines = plainLines(5);
  const blank = async (child: ReturnType<typeof start>) => {
    const { stdout } = await finish(child, lines);
    assert.is(stdout.subarray(0, lines.length).toString(), lines);
    return stdout.length - lines.length;
  };
  assert.is(await blank(start(["run"])), 0);
  assert.ok((await blank(start(["run", "--drain", "on"]))) > 65_536);
  assert.ok((await blank(startBetweenPipes(["run"]))) > 65_536);
  assert.is(await blank(startBetweenPipes(["run", "--drain", "off"])), 0);
});

test("signals while the reader is slow lose nothing of the lines or of what is added", async () => {
  const lines = plainLines(20_000);
  const undisturbed = await finish(start([]), lines);
  const child = start([]);
  const ending = finish(child, lines);
  await stalled(child);
  for (const signal of ["SIGINT", "SIGHUP", "SIGTERM", "SIGTERM"] as const) child.kill(signal);
  await pause(50);
  child.stdout!.resume();
  const { stdout, code } = await ending;
  assert.ok(stdout.equals(undisturbed.stdout));
  assert.is(code, 0);
});

const script = spawnSync("script", ["--version"]).status === 0;

test("a person at a terminal gets two lines of help, and wrong usage ends with 2", async () => {
  if (!script) return console.log("skipped: there is no program script here to make a terminal with");
  const typed = `${plainLines(1)}\x04`;
  const command = `'${process.execPath}' '${root}bin/holtline.js'`;
  const terminal = (flags: string) => spawn("script", ["-qec", `${command} ${flags}`, "/dev/null"], { stdio: "pipe" });
  const { stdout, code } = await finish(terminal("run"), typed);
  const said = stdout.toString().split("\r\n");
  assert.ok(said.some((line) => line.startsWith("Holtline reads line protocol from standard input")));
  assert.ok(said.some((line) => line.startsWith("Telegraf starts it")));
  assert.is(code, 0);
  const wrong = await finish(terminal("run --window many"), typed);
  assert.match(wrong.stdout.toString(), /E! --window many/);
  assert.is(wrong.code, 2);
});

test.run();
