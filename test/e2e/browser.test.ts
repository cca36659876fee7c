import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { test } from "uvu";
import * as assert from "uvu/assert";
import * as library from "../../src/index.js";
import { Consumer } from "../package.js";
import { launch, program, testWithChromium } from "./chromium.js";
import { engineCases, fitCases } from "./library-cases.js";

const casesFile = fileURLToPath(new URL("./library-cases.js", import.meta.url));
const pageScript = `
import * as library from "holtline";
import { engineCases, fitCases } from ${JSON.stringify(casesFile)};
globalThis.fits = () => fitCases(library);
globalThis.outputs = () => engineCases(library);
globalThis.refusal = () => {
  try {
    library.fit([1, Number.NaN]);
  } catch (error) {
    return error.name + ": " + error.message;
  }
};
document.title = "ready";
`;

/** The page's script, its imports bundled as for any page: under the condition `browser`, by the package's name. */
async function bundle(consumer: Consumer): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: pageScript, resolveDir: consumer.room },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}

/** Serves the page, its script and, where there is one, the kernel, on a port of this machine alone. */
async function serve(script: string, kernel: Uint8Array | undefined): Promise<Server> {
  const files: Record<string, [string, string | Uint8Array]> = {
    "/": [
      "text/html; charset=utf-8",
      '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
    ],
    "/page.js": ["text/javascript", script],
  };
  if (kernel !== undefined) files["/kernel.wasm"] = ["application/wasm", kernel];
  const server = createServer((request, response) => {
    const [type, body] = files[request.url ?? ""] ?? [];
    response.writeHead(body === undefined ? 404 : 200, { "content-type": type ?? "text/plain" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** A page of a server with the kernel, or without, while `work` runs; it gets the errors that the page meets. */
async function inPage(kernel: Uint8Array | undefined, work: (page: Page, errors: string[]) => Promise<void>) {
  const server = await serve(script, kernel);
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  try {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await work(page, errors);
  } finally {
    await page.close();
    server.close();
  }
}

let consumer: Consumer;
let browser: Browser;
let script: string;
let kernel: Uint8Array;

test.before(async () => {
  if (program === undefined) return;
  consumer = new Consumer();
  script = await bundle(consumer);
  kernel = readFileSync(join(consumer.installed, "build/kernel.wasm"));
  browser = await launch();
});

test.after(async () => {
  await browser?.close();
  consumer?.remove();
});

testWithChromium("fits, forecasts and bands in a page have the bits that they have in Node", () =>
  inPage(kernel, async (page, errors) => {
    await page.waitForFunction('document.title === "ready"');
    const found = await page.evaluate<Record<string, string>>("fits()");
    const expected = fitCases(library);
    assert.equal(Object.keys(found), Object.keys(expected));
    for (const [name, bits] of Object.entries(expected)) assert.is(found[name], bits, name);
    assert.equal(errors, []);
  }),
);

testWithChromium("the engine writes in a page the bytes that it writes in Node", () =>
  inPage(kernel, async (page) => {
    await page.waitForFunction('document.title === "ready"');
    const found = await page.evaluate<Record<string, string>>("outputs()");
    const expected = engineCases(library);
    assert.equal(Object.keys(found), Object.keys(expected));
    for (const [name, text] of Object.entries(expected)) {
      assert.match(text, /^anomaly,.*\nfcast,/m);
      assert.is(found[name], text, name);
    }
  }),
);

testWithChromium("errors in a page are those of Node, and a kernel that is not served is named", async () => {
  await inPage(kernel, async (page) => {
    await page.waitForFunction('document.title === "ready"');
    assert.match(await page.evaluate<string>("refusal()"), /^FitError: values\[1\] is NaN/);
  });
  await inPage(undefined, async (page, errors) => {
    if (errors.length === 0) await page.waitForEvent("pageerror");
    assert.match(errors.join(), /the kernel http.*\/kernel\.wasm can't be fetched \(status 404\)/);
  });
});

test.run();
