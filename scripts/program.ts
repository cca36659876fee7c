/**
 * Bundles the command line into build/program, for its start: finding and reading sixty modules takes Node longer than all
 * that the kernel has to do. One file holds what Telegraf starts, `run` and `echo`; the other commands lie beside it. They
 * are as deep as build/src/command, so that what is found from a module's own place is found from theirs. The packages that
 * are bundled stay among the dependencies: what is said of them there, and known of their faults, is true of Holtline.
 */

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { entries } from "../src/command/entries.js";
import { licencesOf } from "./licences.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const source = join(root, "src/command");
const target = join(root, "build/program/command");
const processors = ["run", "echo"];
const others = entries.map(({ name }) => name).filter((name) => !processors.includes(name));

const options = {
  outdir: target,
  metafile: true,
  bundle: true,
  minifySyntax: true,
  format: "esm",
  platform: "node",
  target: "node20",
  logLevel: "warning",
  // CommonJS among what is bundled asks for Node's modules by this name
  banner: {
    js: 'import { createRequire as requireFrom } from "node:module";\nconst require = requireFrom(import.meta.url);',
  },
} satisfies BuildOptions;

/** Leaves the commands that are not processors where they are, to be loaded when they are asked for. */
const apart: Plugin = {
  name: "apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/[\w-]+\.js$/ }, ({ path, kind }) => {
      const isApart = kind === "dynamic-import" && others.includes(path.slice(2, -3));
      return isApart ? { path, external: true } : undefined;
    });
  },
};

rmSync(join(root, "build/program"), { recursive: true, force: true });
const processor = await build({ ...options, entryPoints: [join(source, "main.ts")], plugins: [apart] });
const rest = await build({
  ...options,
  entryPoints: others.map((name) => join(source, `${name}.ts`)),
  splitting: true,
});
writeFileSync(join(root, "build/program/licences.txt"), licencesOf(processor.metafile, rest.metafile));
