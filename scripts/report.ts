/**
 * Builds build/report.html: the page that `holtline score --html` writes, with its script and style inside, and a place
 * for its data. It asks for nothing from anywhere, and may not.
 */

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { licencesOf } from "./licences.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const source = join(root, "src/report");

const shared = {
  bundle: true,
  write: false as const,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
} satisfies BuildOptions;

const script = await built({
  ...shared,
  entryPoints: [join(source, "page/main.ts")],
  format: "iife",
  platform: "browser",
  target: "es2022",
  tsconfig: join(root, "src/playground/tsconfig.json"),
});
const style = await built({ ...shared, entryPoints: [join(source, "page.css")] });

const policy = [
  "default-src 'none'",
  `script-src ${hashOf(script.text)}`,
  `style-src ${hashOf(style.text)}`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
const icon = readFileSync(join(root, "src/playground/icon.svg")).toString("base64");
const parts: Record<string, string> = {
  POLICY: policy,
  ICON: `data:image/svg+xml;base64,${icon}`,
  STYLE: `<style>${style.text}</style>`,
  // where the command puts what it found
  DATA: '<script type="application/json" id="data">%DATA%</script>',
  SCRIPT: `<script>${script.text}</script>`,
  LICENCE: escaped(licencesOf(script.metafile, style.metafile).trim()),
};
const page = readFileSync(join(source, "page.html"), "utf8");
writeFileSync(
  join(root, "build/report.html"),
  page.replace(/<!-- ([A-Z]+) -->|%([A-Z]+)%/g, (_, comment?: string, word?: string) => parts[comment ?? word!]!),
);

async function built(options: BuildOptions & typeof shared): Promise<{ text: string; metafile: Metafile }> {
  const { outputFiles, metafile } = await build(options);
  const text = outputFiles[0]!.text;
  // what would end the element that holds it, or change how its end is found
  if (/<\/(script|style)|<!--/i.test(text)) throw new Error("a bundle holds what HTML would read as its own");
  return { text, metafile };
}

/** How a policy names an inline script or style. */
function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
