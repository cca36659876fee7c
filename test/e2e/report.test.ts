import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { finish, root, start } from "../host/child.js";
import { launch, program, testWithChromium } from "./chromium.js";
import { until } from "./playground-page.js";

const folder = mkdtempSync(join(tmpdir(), "holtline-report-"));
const file = join(folder, "report.html");
const hostile = "</script><script>document.title='taken'</script><img src=x onerror=alert(1)>";
let browser: Browser;

test.before(async () => {
  if (program === undefined) return;
  browser = await launch();
  const odd = join(folder, "<b>odd.lp");
  const brews = String(gunzipSync(readFileSync(join(root, "data/brews.lp.gz")))).replaceAll(
    "brew=stout_2",
    () => `brew=${hostile.replace(/[ =]/g, "\\$&")}`,
  );
  writeFileSync(odd, brews);
  const labels = ["--labels", "data/brews.labels.csv"];
  const { code } = await finish(start(["score", odd, "data/brews.lp.gz", "--html", file, ...labels]));
  assert.is(code, 0);
});

test.after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** The page while `work` runs; afterwards it must have asked for nothing but itself, and complained about nothing. */
async function visit(work: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> {
  const context = await browser.newContext(options);
  const complaints: string[] = [];
  const address = pathToFileURL(file).href;
  context.on("console", (message) => complaints.push(message.text()));
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("dialog", (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
  context.on("request", (request) => {
    if (request.url() !== address && !request.url().startsWith("data:")) complaints.push(`a request: ${request.url()}`);
  });
  try {
    const page = await context.newPage();
    await page.goto(address);
    await page.locator(".chart canvas").first().waitFor();
    await work(page);
    assert.equal(complaints, []);
  } finally {
    await context.close();
  }
}

/** The picture of the first chart, as text. */
const picture = (page: Page) => page.evaluate<string>("document.querySelector('.chart canvas').toDataURL()");
/** How many colours are in it. */
const colours = (page: Page) =>
  page.evaluate<number>(`(() => {
    const canvas = document.querySelector(".chart canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  })()`);

testWithChromium("a file that is opened shows charts, series, labels and incidents, and asks for nothing", () =>
  visit(async (page) => {
    assert.is(await page.locator(".chart").count(), 2);
    await until(
      () => colours(page),
      (count) => count > 20,
    );
    assert.match(
      (await page.locator("#facts").textContent())!,
      /^\d+ incidents in 12,000 points of 2 series; 12,000 lines/,
    );
    assert.match((await page.locator("#labels").textContent())!, /1 labelled series not in this file/);
    assert.is(await page.locator("#series-rows tr").count(), 2);
    assert.ok((await page.locator("#incidents-rows tr").count()) > 20);
    await page.getByLabel("File").selectOption("1");
    await until(
      () => page.locator("#labels-rows tr").count(),
      (count) => count === 5,
    );
  }),
);

testWithChromium("names are texts, whatever they hold", () =>
  visit(async (page) => {
    assert.match(await page.title(), /^.*<b>odd\.lp – Holtline report$/);
    const text = (await page.locator("#series-rows").textContent())!;
    assert.match(text, hostile);
    assert.is(await page.locator("main script, main img, main b:has-text('odd')").count(), 0);
  }),
);

testWithChromium("a drag zooms in, a double click shows all, and an incident is gone to by its time", () =>
  visit(async (page) => {
    const over = page.locator(".chart .u-over").first();
    const box = (await over.boundingBox())!;
    await page.mouse.move(box.x, box.y + 20);
    const settled = async (other: string) =>
      until(
        () => picture(page),
        (now) => now !== other,
      );
    const whole = await picture(page);
    await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 60, { steps: 5 });
    await page.mouse.up();
    const ticks = await settled(whole);
    await over.dblclick({ position: { x: 5, y: 60 } });
    await settled(ticks);
    await page.getByRole("button", { name: "Score" }).click();
    const first = page.locator("#incidents-rows button").first();
    const name = (await first.getAttribute("aria-label"))!;
    await first.click();
    const [, time] = /^Show (\S+ \S+) of /.exec(name)!;
    await until(
      async () => (await page.locator(".readout").allTextContents()).join(),
      (text) => text.includes(time!),
    );
  }),
);

testWithChromium("series and incidents are sorted by a click, and a series gets or loses its chart", () =>
  visit(async (page) => {
    const times = () => page.locator("#incidents-rows button").allTextContents();
    await page.getByRole("button", { name: "At (UTC)" }).click();
    assert.equal(await times(), [...(await times())].sort());
    const rows = page.locator("#series-rows tr");
    const [before] = await rows.allTextContents();
    await page.getByRole("button", { name: "MASE" }).click();
    await page.getByRole("button", { name: "MASE" }).click();
    assert.is((await rows.allTextContents()).length, 2);
    assert.ok((await rows.allTextContents()).includes(before!));
    await page.getByRole("checkbox", { name: "ipa_3" }).press(" ");
    await until(
      () => page.locator(".chart").count(),
      (count) => count === 1,
    );
    // gone to by its time, it comes back
    await page.locator("#incidents-rows tr", { hasText: "ipa_3" }).first().getByRole("button").click();
    await until(
      () => page.locator(".chart").count(),
      (count) => count === 2,
    );
  }),
);

testWithChromium("axe finds nothing serious, and nothing is too wide, in light and dark, wide and narrow", async () => {
  const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 390]) {
      const look = async (page: Page) => {
        await page.evaluate(axe);
        const { violations } = await page.evaluate<AxeResults>("axe.run()");
        const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        assert.equal(
          grave.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
          [],
        );
        const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
        assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
      };
      await visit(look, { colorScheme, viewport: { width, height: 900 } });
    }
  }
});

test.run();
