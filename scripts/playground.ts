/**
 * Builds the playground into build/playground, a folder that any static host can serve: the page and its worker, bundled
 * with what they import, the kernel, and the sample.
 */

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { contentPolicy } from "../src/host/page-server.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const source = join(root, "src/playground");
const target = join(root, "build/playground");

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, "samples"), { recursive: true });
await build({
  entryPoints: {
    page: join(source, "page/main.ts"),
    worker: join(source, "page/worker.ts"),
  },
  outdir: target,
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  legalComments: "inline",
  logLevel: "warning",
  tsconfig: join(source, "tsconfig.json"),
});
await build({
  entryPoints: { page: join(source, "page.css") },
  outdir: target,
  bundle: true,
  minify: true,
  logLevel: "warning",
});
const page = readFileSync(join(source, "index.html"), "utf8");
writeFileSync(join(target, "index.html"), page.replace("%POLICY%", contentPolicy));
cpSync(join(source, "icon.svg"), join(target, "icon.svg"));
cpSync(join(root, "build/kernel.wasm"), join(target, "kernel.wasm"));
cpSync(join(root, "data/brews.lp.gz"), join(target, "samples/brews.lp.gz"));

/** Licences of what is bundled: they ask to be passed on. */
const uPlotLicence = readFileSync(join(root, "node_modules/uplot/LICENSE"), "utf8").trim();
const loaderLicence = "The AssemblyScript Authors; Apache License 2.0, https://www.apache.org/licenses/LICENSE-2.0";
const licences = `uPlot\n\n${uPlotLicence}\n\n\n@assemblyscript/loader\n\n${loaderLicence}\n`;
writeFileSync(join(target, "licences.txt"), licences);
