import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { pause } from "../host/child.js";
import { findProgram, type Program } from "./program.js";
import { inRoom } from "./telegraf.js";

/** A server, or an answer, that takes longer than this does not come. */
const PATIENCE_MS = 30_000;

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** How a server is started in a folder of its own, and where it says that it is ready. */
export interface Launch {
  arguments: string[];
  environment?: NodeJS.ProcessEnv;
  /** A path that is answered with a status below 300 once it is ready. */
  ready: string;
}

/**
 * Runs a server while `work` does, and kills it then, come what may.
 *
 * @param prepare writes what the server needs into its folder, and says how to start it on this port
 */
export function withServer<T>(
  program: Program,
  prepare: (path: (name: string) => string, port: number) => Launch | Promise<Launch>,
  work: (url: string) => Promise<T>,
): Promise<T> {
  return inRoom(async (path) => {
    const port = await freePort();
    const launch = await prepare(path, port);
    const env = { ...process.env, ...launch.environment };
    const child = spawn(findProgram(program)!, launch.arguments, { cwd: path("."), stdio: "pipe", env });
    const log: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => log.push(chunk));
    const ending = new Promise((resolve) => child.on("close", resolve).on("error", resolve));
    const kill = () => child.kill("SIGKILL");
    process.once("exit", kill);
    try {
      const url = `http://127.0.0.1:${port}`;
      await ready(child, url + launch.ready).catch((error) => {
        throw new Error(`${program}: ${error.message}\n${Buffer.concat(log)}`);
      });
      return await work(url);
    } finally {
      kill();
      await ending;
      process.off("exit", kill);
    }
  });
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  await eventually("a first answer", async () => {
    if (child.pid === undefined) throw new Error(`${child.spawnfile} can't be started`);
    if (child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}`);
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    return response?.ok ? true : undefined;
  });
}

/** Asks until there is an answer. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const last = performance.now() + PATIENCE_MS;
  while (performance.now() < last) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(50);
  }
  throw new Error(`${what} has not come within ${PATIENCE_MS / 1000} s`);
}

/** The body of an answer that is no error. */
export async function body(url: string, parameters: Record<string, string> = {}, init?: RequestInit): Promise<string> {
  const query = new URLSearchParams(parameters).toString();
  const response = await fetch(query === "" ? url : `${url}?${query}`, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} ${query}: status ${response.status}: ${text.slice(0, 1000)}`);
  return text;
}
