import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Metafile } from "esbuild";

const packages = fileURLToPath(new URL("../../node_modules/", import.meta.url));

/** The licences of the packages that a bundle has something of: they ask to be passed on. */
export function licencesOf(...bundles: Metafile[]): string {
  const files = bundles.flatMap(({ outputs }) => Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs)));
  const names = files.flatMap((file) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  return [...new Set(names)]
    .sort()
    .map((name) => `${name}\n\n${licenceOf(name)}\n`)
    .join("\n\n");
}

/** The text that a package has of its licence, or else what it says of it. */
function licenceOf(name: string): string {
  const file = join(packages, name, "LICENSE");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  const { author, license, repository } = JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8"));
  const { url = "" } = repository ?? {};
  return [author?.name ?? author, license, url.replace(/^git\+/, "")].filter((line) => line).join("\n");
}
