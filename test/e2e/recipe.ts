import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Ending, inRoom, root, whileTelegraf } from "./telegraf.js";

/** The folder of the recipes. */
export const recipes = join(root, "recipes");

/** A recipe that runs: what it reads, and a folder of its own. */
export interface Running {
  /** Sends lines to its source, which may hold them back until it has to wait for the next one's time. */
  feed: (lines: string) => void;
  /** Sends the last ones. */
  finish: (lines: string) => void;
  path: (name: string) => string;
}

/**
 * Runs a recipe's file as it stands in a real Telegraf, with `holtline` on PATH, while `work` does. Its source reads what it
 * is fed with, as fast as it comes.
 */
export function runRecipe(
  file: string,
  variables: (path: (name: string) => string) => NodeJS.ProcessEnv,
  work: (running: Running) => Promise<void>,
): Promise<Ending> {
  return inRoom(async (path) => {
    mkdirSync(path("bin"));
    symlinkSync(join(root, "bin/holtline.js"), path("bin/holtline"));
    execFileSync("mkfifo", [path("sample")]);
    const environment = {
      PATH: `${path("bin")}${delimiter}${process.env.PATH}`,
      SAMPLE: path("sample"),
      SAMPLE_SPEED: "1000",
      ...variables(path),
    };
    // Opening a pipe with a name waits for its reader: a process of its own may
    const source = spawn("sh", ["-c", 'exec cat > "$0"', path("sample")], { stdio: ["pipe", "ignore", "ignore"] });
    source.stdin.on("error", () => {}); // a recipe that leaves early is told by its outcome
    const running = {
      feed: (lines: string) => void source.stdin.write(lines),
      finish: (lines: string) => void source.stdin.end(lines),
      path,
    };
    // A replay that waits for more of its file does not hear Telegraf's stop
    const fed = () => work(running).finally(() => source.kill());
    return whileTelegraf(["--config", join(recipes, file)], environment, fed);
  });
}
