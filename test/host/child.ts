import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository's root, from build/test/host. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));
const program = fileURLToPath(new URL("bin/holtline.js", new URL("../../../", import.meta.url)));

export interface Outcome {
  stdout: Buffer;
  stderr: string;
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Starts `holtline` with the arguments; its three streams are sockets, as Node makes them. */
export function start(args: string[], options: SpawnOptions = {}): ChildProcess {
  return spawn(process.execPath, [program, ...args], { stdio: "pipe", cwd: root, ...options });
}

/** Starts `holtline` between two real pipes, as Telegraf does: what `cat` reads and what `cat` writes. */
export function startBetweenPipes(args: string[], options: SpawnOptions = {}): ChildProcess {
  const command = ["-c", 'cat | "$@" | cat', "sh", process.execPath, program, ...args];
  return spawn("sh", command, { stdio: "pipe", cwd: root, ...options });
}

/** Gives the child its whole input and waits for its end. */
export async function finish(child: ChildProcess, input: Uint8Array | string = ""): Promise<Outcome> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on("data", (chunk) => out.push(chunk));
  child.stderr?.on("data", (chunk) => err.push(chunk));
  child.stdin?.on("error", () => {}); // a child that leaves early is told by its outcome
  child.stdin?.end(input);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (...ending) => resolve(ending));
  });
  return { stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString(), code, signal };
}

/**
 * Stops reading a child's output at the first of it, and resolves a little later. By then it outlives signals: one that
 * comes while Node itself is starting ends any program, and on a busy machine that takes a second.
 */
export async function stalled({ stdout }: ChildProcess): Promise<void> {
  await new Promise<void>((resolve) => {
    stdout!.once("data", () => {
      stdout!.pause();
      resolve();
    });
  });
  await pause(100);
}

/** Resolves after so many milliseconds. */
export const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** So many plain lines of one series, a second apart. */
export function plainLines(count: number): string {
  let text = "";
  for (let i = 0; i < count; i++) {
    text += `temperature,brew=bv_1 temperature=${(18 + (i % 7) / 10).toFixed(1)} ${1_600_000_000 + i}000000000\n`;
  }
  return text;
}
