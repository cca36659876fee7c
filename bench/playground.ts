import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "playwright-core";
import { servePages } from "../src/host/page-server.js";
import { machine } from "./machine.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const brews = join(root, "../shared/data/brew-temps.lp.gz");
const POINTS = 1_000_000;
const TRIES = 3;

/** Seconds from a file's drop on the page to its chart, the best of three: the real brews, and a million points. */
export async function bench(): Promise<void> {
  const room = mkdtempSync(join(tmpdir(), "holtline-bench-"));
  const million = join(room, "million.lp");
  writeFileSync(million, lines());
  const server = await servePages(join(root, "build/playground"), 0);
  const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  try {
    console.log(`${machine()}; Chromium ${browser.version()}`);
    for (const file of [brews, million]) {
      if (!existsSync(file)) {
        console.log(`skipped, not there: ${file}`);
        continue;
      }
      for (const settings of ["refit=0", ""]) {
        const times: Times[] = [];
        for (let tries = 0; tries < TRIES; tries++) {
          const page = await browser.newPage();
          times.push(await timesOf(page, server, settings, file));
          await page.close();
        }
        console.log(reportOf(file, settings, times));
      }
    }
  } finally {
    await browser.close();
    server.close();
    rmSync(room, { recursive: true });
  }
}

/** Seconds until a file is drawn, and until it is drawn anew after a control was changed. */
interface Times {
  readonly first: number;
  readonly change: number;
}

async function timesOf(page: Page, server: Server, settings: string, file: string): Promise<Times> {
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/#${settings}`);
  await page.getByLabel("Choose a file").setInputFiles(file);
  const first = await drawnAfter(page, 1, "opened");
  await page.evaluate("addEventListener('input', () => performance.mark('changed'), { capture: true, once: true })");
  await page.getByLabel("--min-deviation").fill("0.25");
  return { first, change: await drawnAfter(page, 2, "changed") };
}

/** Seconds from a mark of the page to its `times`th drawing. */
async function drawnAfter(page: Page, times: number, mark: string): Promise<number> {
  for (;;) {
    const found = await page.evaluate<number>(
      `performance.getEntriesByName("drawn").length < ${times} ? -1
        : performance.getEntriesByName("drawn")[${times - 1}].startTime - performance.getEntriesByName("${mark}")[0].startTime`,
    );
    if (found >= 0) return found / 1_000;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function reportOf(file: string, settings: string, times: readonly Times[]): string {
  const best = (which: keyof Times) => Math.min(...times.map((one) => one[which])).toFixed(2);
  const name = file === brews ? "37,816 points (real brews)" : "1,000,000 points (4 series)";
  return `${name}, ${settings || "the defaults"}: drawn ${best("first")} s after the drop, ${best("change")} s after a change`;
}

/** A million points of four series with noise, a second apart. */
function lines(): string {
  const texts: string[] = [];
  let seed = 1;
  const noise = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32 - 0.5;
  };
  for (let point = 0; point < POINTS / 4; point++) {
    for (let host = 0; host < 4; host++) {
      const value = 40 + 10 * Math.sin(point / 5_000 + host) + noise();
      texts.push(`cpu,host=web-${host} usage=${value.toFixed(3)} ${1_767_225_600 + point}000000000\n`);
    }
  }
  return texts.join("");
}
