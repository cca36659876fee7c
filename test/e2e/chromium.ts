import { accessSync, constants } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { test } from "uvu";

/** Chromium's program: what CHROMIUM says, or where Debian has it; undefined where there is none. */
export const program = findChromium();

function findChromium(): string | undefined {
  const named = process.env.CHROMIUM;
  const path = named === undefined || named === "" ? "/usr/bin/chromium" : named;
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    return undefined;
  }
}

/** A test that needs Chromium, and is skipped with a line that says so when there is none. */
export function testWithChromium(name: string, work: () => Promise<void>): void {
  if (program !== undefined) {
    test(name, work);
    return;
  }
  console.log(`skipped, no Chromium on this machine (set CHROMIUM to its path): ${name}`);
  test.skip(name, work);
}

export async function launch(): Promise<Browser> {
  // Chromium's sandbox refuses to run as root
  return chromium.launch({ executablePath: program!, chromiumSandbox: process.getuid?.() !== 0 });
}
