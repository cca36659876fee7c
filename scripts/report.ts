/**
 * Builds build/report.html: the page that `holtline score --html` writes, with its script and style inside, and a place
 * for its data. It asks for nothing from anywhere, and may not.
 */

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));
const source = join(root, "src/report");

const shared = {
  bundle: true,
  write: false,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
} satisfies BuildOptions;

const script = await textOf({
  ...shared,
  entryPoints: [join(source, "page/main.ts")],
  format: "iife",
  platform: "browser",
  target: "es2022",
  tsconfig: join(root, "src/playground/tsconfig.json"),
});
const style = await textOf({ ...shared, entryPoints: [join(source, "page.css")] });

const policy = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
const icon = readFileSync(join(root, "src/playground/icon.svg")).toString("base64");
const parts: Record<string, string> = {
  POLICY: policy,
  ICON: `data:image/svg+xml;base64,${icon}`,
  STYLE: `<style>${style}</style>`,
  // where the command puts what it found
  DATA: '<script type="application/json" id="data">%DATA%</script>',
  SCRIPT: `<script>${script}</script>`,
  LICENCE: escaped(readFileSync(join(root, "node_modules/uplot/LICENSE"), "utf8").trim()),
};
const page = readFileSync(join(source, "page.html"), "utf8");
writeFileSync(
  join(root, "build/report.html"),
  page.replace(/<!-- ([A-Z]+) -->|%([A-Z]+)%/g, (_, comment?: string, word?: string) => parts[comment ?? word!]!),
);

async function textOf(options: BuildOptions & { write: false }): Promise<string> {
  const [file] = (await build(options)).outputFiles;
  const text = file!.text;
  // what would end the element that holds it, or change how its end is found
  if (/<\/(script|style)|<!--/i.test(text)) throw new Error("a bundle holds what HTML would read as its own");
  return text;
}

/** How a policy names an inline script or style. */
function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
