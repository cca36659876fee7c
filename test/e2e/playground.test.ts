import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import type { AxeResults } from "axe-core";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { pause, root } from "../host/child.js";
import { program, testWithChromium } from "./chromium.js";
import { drop, Playground, rows, saved, summary, until } from "./playground-page.js";

const brews = readFileSync(join(root, "data/brews.lp.gz"));
const folder = join(root, "build/playground");
let playground: Playground;

test.before(async () => {
  if (program !== undefined) playground = await Playground.start();
});

test.after(() => playground?.stop());

testWithChromium("a dropped file shows its alarms, a control changes them, and the link shows the same", () =>
  playground.visit(async (page) => {
    await drop(page, "brews.lp.gz", brews);
    const first = await summary(page);
    assert.match(first, /^[1-9]\d* alarms in 12,000 points of 2 series$/);
    assert.is(await page.locator(".chart canvas").count(), 4);
    await page.getByRole("slider", { name: "false-alarms slider" }).press("End");
    assert.is(await page.getByLabel("--false-alarms", { exact: true }).inputValue(), "0.001");
    const second = await summary(page, first);
    assert.match(second, /^[1-9]\d* alarms in 12,000 points of 2 series$/);
    await page.getByLabel("--min-deviation").fill("0.5");
    await summary(page, second);
    await page.getByRole("button", { name: "Copy telegraf.conf" }).click();
    const stanza = await page.evaluate<string>("navigator.clipboard.readText()");
    assert.match(stanza, /\[\[processors\.execd\]\]/);
    assert.match(stanza, /"--false-alarms", "0\.001",\n {4}"--min-deviation", "0\.5",/);
    await page.getByRole("button", { name: "Copy link" }).click();
    const link = await page.evaluate<string>("navigator.clipboard.readText()");
    const found = await rows(page);
    const other = await page.context().newPage();
    await other.goto(link);
    await summary(other);
    assert.is(await other.getByLabel("--min-deviation").inputValue(), "0.5");
    assert.equal(await rows(other), found);
  }),
);

testWithChromium("what is downloaded is what the command line writes for the same input", () =>
  playground.visit(async (page) => {
    const text = gunzipSync(brews).subarray(0, 200_000);
    const odd =
      '# a comment\nno line\nm,h=a\\ b f=1,g=2i,s="a\nb",b=t 1\nm f=1 x\r\n\ntemperature,brew=q temperature=18';
    const input = Buffer.concat([text, Buffer.from(odd)]);
    await drop(page, "odd.lp", input);
    await summary(page);
    for (const [name, value] of Object.entries({
      level: "80",
      "forecast-every": "25",
      measurement: "t*",
      lower: "-5",
    })) {
      await page
        .getByLabel(`--${name}`, { exact: true })
        .evaluate((control: { closest(name: string): { open: boolean } }) => {
          control.closest("details").open = true;
        });
      await page.getByLabel(`--${name}`, { exact: true }).fill(value);
    }
    const command = await page.getByLabel("Command line").inputValue();
    assert.is(command, "holtline run --measurement 't*' --forecast-every 25 --level 80 --lower -5 --drain off");
    const { name, bytes } = await saved(page, "Download scored lines");
    assert.is(name, "odd.scored.lp");
    assert.ok(bytes.equals(playground.shell(command, input)));
    assert.ok(bytes.length > 2 * input.length);
  }),
);

testWithChromium("of a CSV the converted lines can be saved, and the command gives the same for them", () =>
  playground.visit(async (page) => {
    let table = "time,host,load\n";
    for (let row = 0; row < 300; row++)
      table += `2026-01-01T00:${String(Math.floor(row / 60)).padStart(2, "0")}:${String(row % 60).padStart(2, "0")}Z,web,${(row % 7) / 10}\n`;
    await page
      .getByLabel("Choose a file")
      .setInputFiles({ name: "load.csv", mimeType: "text/csv", buffer: Buffer.from(`${table}oops,web,1\n`) });
    assert.match(await summary(page), / alarms? in 300 points of 1 series$/);
    assert.match((await page.locator("#problems").textContent())!, /Line 302, column 1: expected a time, found "oops"/);
    const lines = await saved(page, "Download converted lines");
    assert.is(lines.name, "load.lp");
    assert.match(String(lines.bytes), /^load,host=web load=0 1767225600000000000\n/);
    const scored = await saved(page, "Download scored lines");
    const command = await page.getByLabel("Command line").inputValue();
    assert.ok(scored.bytes.equals(playground.shell(command, lines.bytes)));
  }),
);

testWithChromium("what can't be used is told by line and column, and the good lines are used", () =>
  playground.visit(async (page) => {
    await page.getByRole("button", { name: "Paste lines" }).click();
    await page
      .getByLabel("Lines of line protocol, CSV, JSON or Prometheus text")
      .fill("m f=1 1\nm f=oops 2\nm f=2 3\n");
    await page.getByRole("button", { name: "Score these lines" }).click();
    assert.is(await summary(page), "0 alarms in 2 points of 1 series");
    const problems = (await page.locator("#problems").textContent())!;
    assert.match(problems, /1 problem in the input; the other 2 lines are used/);
    assert.match(problems, /Line 2, column 5: expected a field value/);
    const status = page.getByRole("status");
    const refused: [string, Uint8Array, RegExp][] = [
      ["empty.lp", new Uint8Array(0), /empty\.lp is empty: expected lines like/],
      [
        "photo.png",
        Uint8Array.from({ length: 3_000 }, (_, at) => (at * 7) % 256),
        /photo\.png is no text: expected line/,
      ],
      ["x.zip", Buffer.from("PK\x03\x04 and so on"), /x\.zip is a zip archive/],
      ["cut.lp.gz", brews.subarray(0, 8), /cut\.lp\.gz can't be read: its \.gz data/],
    ];
    for (const [name, bytes, message] of refused) {
      await drop(page, name, bytes);
      await status.filter({ hasText: message }).waitFor();
    }
    await drop(page, "cut.lp.gz", brews.subarray(0, 20_000));
    assert.match(await summary(page), /^\d+ alarms in [1-9],\d{3} points/);
    assert.match((await page.locator("#problems").textContent())!, /cut\.lp\.gz can't be read to its end/);
  }),
);

testWithChromium("what was assumed of a file is said, and the unit of its timestamps can be chosen", () =>
  playground.visit(async (page) => {
    const lines = Array.from({ length: 30 }, (_, at) => `m f=${at % 3} ${1_767_225_600 + at}\n`).join("");
    await drop(page, "seconds.lp", Buffer.from(lines));
    assert.is(await summary(page), "0 alarms in 30 points of 1 series");
    const problems = page.locator("#problems");
    assert.match((await problems.textContent())!, /How it was read\s+The timestamps are read as seconds/);
    await page.getByLabel("Timestamps count").selectOption("s");
    await problems.waitFor({ state: "hidden" });
    await drop(page, "log.jsonl", Buffer.from('{"ts":1767225600,"v":1}\n{"ts":1767225601,"v":2}\n'));
    assert.is(await summary(page), "0 alarms in 2 points of 1 series");
  }),
);

testWithChromium("everything can be done by keyboard, and the point that is looked at is told", () =>
  playground.visit(async (page) => {
    await page.getByRole("button", { name: "Two brews" }).press("Enter");
    await summary(page);
    const chart = page.getByRole("application").first();
    await chart.focus();
    await chart.press("Home");
    const readout = page.locator(".readout").first();
    assert.match((await readout.textContent())!, /2026-01-01 00:00:00/);
    await chart.press("n");
    await readout.getByText("Holtline says").waitFor();
    assert.match(
      (await readout.textContent())!,
      /Alarm.*Holtline says.*temperature is .*, expected .* to .*\((spike|drift|stuck|level_shift|variance)\)/,
    );
    await chart.press("+");
    await chart.press("ArrowRight");
    await chart.press("0");
    const searched = page.getByRole("searchbox", { name: "Search series" });
    await searched.fill("stout");
    assert.is((await rows(page)).length, 1);
    await searched.fill("");
    await page.getByRole("checkbox", { name: "Show temperature,brew=ipa_3 temperature" }).press(" ");
    await until(
      () => page.locator(".chart").count(),
      (charts) => charts === 1,
    );
  }),
);

testWithChromium("a live probe that is made to misread alarms", () =>
  playground.visit(async (page) => {
    await page.getByRole("button", { name: "A live probe" }).click();
    const status = page.getByRole("status");
    await status.filter({ hasText: /^Live: / }).waitFor();
    await page.getByLabel("Speed").selectOption("100");
    const spikes = async () => {
      const [row] = (await rows(page)).filter((text) => text.includes("ipa_3"));
      return Number(/([\d,]+) spike/.exec(row ?? "")?.[1] ?? 0);
    };
    const before = await spikes();
    // within an incident a misread opens none: then the next one does
    const misread = async () => {
      await page.getByRole("button", { name: "Misread the probe" }).click();
      await pause(1_200);
      return spikes();
    };
    await until(misread, (now) => now > before);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Go on" }).waitFor();
  }),
);

testWithChromium("axe finds nothing serious, in light and dark, wide and narrow", async () => {
  const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
  for (const colorScheme of ["light", "dark"] as const) {
    for (const viewport of [
      { width: 1280, height: 900 },
      { width: 390, height: 844 },
    ]) {
      const look = async (page: Parameters<Parameters<Playground["visit"]>[0]>[0]) => {
        const check = async () => {
          await page.evaluate(axe);
          const { violations } = await page.evaluate<AxeResults>("axe.run()");
          const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
          assert.equal(
            grave.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
            [],
          );
        };
        await check();
        await drop(page, "odd.lp", Buffer.concat([gunzipSync(brews), Buffer.from("no line\n")]));
        await summary(page);
        await page.evaluate("for (const group of document.querySelectorAll('details')) group.open = true");
        await page.getByLabel("--level", { exact: true }).fill("200");
        await page.getByText("expected a number above 0").waitFor();
        await check();
        const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
        assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
      };
      await playground.visit(look, { colorScheme, viewport });
    }
  }
});

testWithChromium("a host that sends no headers of its own, in a folder, shows the same page", async () => {
  const types: Record<string, string> = {
    html: "text/html",
    js: "text/javascript",
    css: "text/css",
    svg: "image/svg+xml",
  };
  const server = createServer((request, response) => {
    const name = (request.url ?? "").replace(/^\/some\/folder\//, "") || "index.html";
    response.setHeader("content-type", types[name.split(".").at(-1)!] ?? "application/octet-stream");
    response.end(readFileSync(join(folder, name)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await playground.visit(
      async (page) => {
        await page.getByRole("button", { name: "Three hosts, a week" }).click();
        assert.match(await summary(page), / alarms in 9\d,\d{3} points of 9 series$/);
      },
      { baseURL: `http://127.0.0.1:${port}/some/folder/` },
    );
  } finally {
    server.close();
  }
});

test("the page weighs at most 150 KB gzipped, its samples apart", () => {
  const files = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile());
  assert.ok(files.includes("index.html") && files.includes("kernel.wasm"));
  const weight = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name)), { level: 9 }).length, 0);
  assert.ok(weight <= 150 * 1024, `${weight} bytes`);
});

test.run();
