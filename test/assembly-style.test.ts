import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { codeOf, filesBelow, root, targetOf } from "./imports.js";

/**
 * Biome's rules for assembly/, too. It can't read a decorator before a function, so it gets a copy in which those are
 * comments; what AssemblyScript means otherwise than JavaScript is switched off.
 */

const WIDEST = 120;
const files = filesBelow("assembly");
/** Their exports are for the host and for the tests. */
const entrances = ["assembly/index.ts", "assembly/probe.ts"];

const rules = {
  correctness: { noPrecisionLoss: "off", noUnusedImports: "error", noUnusedVariables: "error" },
  style: { useImportType: "off" },
  suspicious: {
    // a constant in two parts, the first of few digits, is no misspelt one of the library
    noApproximativeNumericConstant: "off",
    // == is the usual comparison, NaN, isNaN and Infinity are of every type
    noDoubleEquals: "off",
    noGlobalIsFinite: "off",
    noGlobalIsNan: "off",
    noShadowRestrictedNames: "off",
  },
};

/** What Biome says about files, each by a name below assembly/, as `file:line: what (rule)`. */
function lint(texts: ReadonlyMap<string, string>): string[] {
  const room = mkdtempSync(join(tmpdir(), "holtline-style-"));
  try {
    writeFileSync(join(room, "biome.json"), JSON.stringify({ linter: { rules } }));
    for (const [file, text] of texts) {
      mkdirSync(dirname(join(room, file)), { recursive: true });
      writeFileSync(join(room, file), text.replace(/^@(?=(inline|unsafe|lazy|global)$)/gm, "//"));
    }
    const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
    const args = [biome, "lint", "--reporter=github", "--max-diagnostics=1000", "assembly"];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: room, encoding: "utf8" });
    const told = Array.from(
      stdout.matchAll(/title=(?:lint\/)?([^,]+),file=(?:[^,]*?\/)??(assembly\/[^,]+),line=(\d+).*?::(.*)/g),
      ([, rule, file, line, text]) => `${file}:${line}: ${text} (${rule})`,
    );
    return status !== 0 && told.length === 0 ? [stdout + stderr] : told;
  } finally {
    rmSync(room, { recursive: true });
  }
}

const textOf = (file: string) => readFileSync(join(root, file), "utf8");
const lineAt = (code: string, index: number) => code.slice(0, index).split("\n").length;
const none = (violations: readonly string[]) => assert.equal(violations, []);

/** The names in the braces of an import or export, as they are called where they come from. */
const namesIn = (braces: string) =>
  braces
    .split(",")
    .map((name) => name.trim().split(/\s+as\s+/)[0]!)
    .filter((name) => name !== "");

/** Every `file name` that another file asks for. */
function asked(): Set<string> {
  const found = new Set<string>();
  for (const file of files) {
    for (const [, braces, from] of codeOf(file).matchAll(/\b(?:import|export)\s*\{([^}]*)\}\s*from\s*"([^"]+)"/g))
      for (const name of namesIn(braces!)) found.add(`${targetOf(file, from!)} ${name}`);
  }
  return found;
}

const exported = /^export\s+(?:declare\s+|abstract\s+)*(?:const\s+enum|enum|const|let|function|class|type)\s+(\w+)/gm;

test("no line of assembly/ is longer than 120 characters", () => {
  const longer = files.flatMap((file) =>
    textOf(file)
      .split("\n")
      .flatMap((line, index) => ([...line].length > WIDEST ? [`${file}:${index + 1}: ${[...line].length}`] : [])),
  );
  none(longer);
});

test("Biome finds nothing in assembly/: no import, function, variable or parameter that is not used", () => {
  assert.ok(files.length > 10);
  none(lint(new Map(files.map((file) => [file, textOf(file)]))));
});

test("every export of assembly/ is imported by another file", () => {
  const wanted = asked();
  const unwanted = files.flatMap((file) => {
    if (entrances.includes(file)) return [];
    const code = codeOf(file);
    return Array.from(code.matchAll(exported))
      .filter(([, name]) => !wanted.has(`${file} ${name}`))
      .map(({ index, 1: name }) => `${file}:${lineAt(code, index)}: nobody imports ${name}`);
  });
  none(unwanted);
});

test("what is not used is found, by line", () => {
  const text = `import { held, other } from "./other";\n\n@inline\nfunction idle(much: i32): i32 {\n  return held;\n}\n`;
  const told = lint(new Map([["assembly/room/some.ts", text]])).map((one) => one.replace(/: .*\(/, " ("));
  assert.equal(told.sort(), [
    "assembly/room/some.ts:1 (correctness/noUnusedImports)",
    "assembly/room/some.ts:4 (correctness/noUnusedFunctionParameters)",
    "assembly/room/some.ts:4 (correctness/noUnusedVariables)",
  ]);
});

test.run();
