/**
 * Builds the playground into build/playground, a folder that any static host can serve: the page and its worker, bundled
 * with what they import, the kernel, and the sample.
 */

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { contentPolicy } from "../src/host/page-server.js";
import { licencesOf } from "./licences.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const source = join(root, "src/playground");
const target = join(root, "build/playground");

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, "samples"), { recursive: true });
const scripts = await build({
  entryPoints: {
    page: join(source, "page/main.ts"),
    worker: join(source, "page/worker.ts"),
  },
  outdir: target,
  metafile: true,
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  legalComments: "inline",
  logLevel: "warning",
  tsconfig: join(source, "tsconfig.json"),
});
const styles = await build({
  entryPoints: { page: join(source, "page.css") },
  metafile: true,
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

writeFileSync(join(target, "licences.txt"), licencesOf(scripts.metafile, styles.metafile));
