import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Runs the test files, each in a process of its own and as many at once as there are cores: npm test [-- REGEX]. What a
 * file prints is shown when it has ended. Exit code 1 when one fails, or ends before its sums.
 */

const tests = fileURLToPath(new URL("../test/", import.meta.url));

interface Outcome {
  passed: boolean;
  output: string;
}

function run(file: string): Promise<Outcome> {
  const child = spawn(process.execPath, [join(tests, file)], { stdio: ["ignore", "pipe", "pipe"] });
  const pieces: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece: Buffer) => pieces.push(piece));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const output = Buffer.concat(pieces).toString();
      resolve({ passed: code === 0 && /^ {2}Total:/m.test(output), output });
    });
  });
}

/** Those that wait for other programs take longest, and begin first. */
function isLong(file: string): boolean {
  return file.startsWith("e2e");
}

async function main([pattern = ""]: string[]): Promise<void> {
  const asked = new RegExp(pattern);
  const files = readdirSync(tests, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.js") && asked.test(file))
    .sort((one, other) => Number(isLong(other)) - Number(isLong(one)) || one.localeCompare(other));
  const failed: string[] = [];
  const start = performance.now();
  const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
  const waiting = files.values();
  const work = async () => {
    for (const file of waiting) {
      const begun = performance.now();
      const { passed, output } = await run(file);
      if (!passed) failed.push(file);
      process.stdout.write(`${file} (${seconds(begun)})${passed ? "" : " FAILED"}\n${output.trimEnd()}\n\n`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  process.stdout.write(
    `${files.length} files in ${seconds(start)}${failed.length > 0 ? `; failed: ${failed.join(", ")}` : ""}\n`,
  );
  if (failed.length > 0 || files.length === 0) process.exitCode = 1;
}

await main(process.argv.slice(2));
