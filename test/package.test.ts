import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type * as page from "../src/browser.js";
import type * as node from "../src/index.js";
import { fit, forecast } from "../src/index.js";
import { Consumer, root } from "./package.js";

const consumer = new Consumer();
test.after(() => consumer.remove());

const compiler = join(root, "node_modules/typescript/bin/tsc");
const program = `
import { fit, forecast, FitError, Engine, kernelBinary, resolve } from "holtline";
import type { FitOptions, Forecast, Model, Settings } from "holtline";

const options: FitOptions = { trend: "linear", alpha: 0.5 };
const model: Model = fit([1, 2, 4, 3], options);
const band: Forecast = forecast(Float64Array.of(1, 2, 4, 3), 2, { level: 80 });
const numbers: [number, Float64Array, Float64Array] = [model.sse, model.forecast(2), band.upper];
const settings: Settings = resolve({ trend: "damped", horizon: 0 });
const engine = Engine.create(kernelBinary(), settings);
const bytes: Uint8Array = engine.push(Uint8Array.of(0x6d, 0x20, 0x66, 0x3d, 0x31, 0x20, 0x31, 0x0a));
export const wrong = () => [
  // @ts-expect-error
  fit([1], { trend: "cubic" }),
  // @ts-expect-error
  fit(["1"]),
  // @ts-expect-error
  forecast([1]),
];
let refused = false;
try {
  fit([Number.NaN]);
} catch (error) {
  refused = error instanceof FitError && error.argument === "values";
}
(globalThis as { results?: unknown }).results = [...numbers.map((x) => (typeof x === "number" ? x : x[1])), bytes.length, refused];
`;

function check(source: string, resolution: string): void {
  const file = consumer.write("program.ts", source);
  const [module, moduleResolution] = resolution === "nodenext" ? ["nodenext", "nodenext"] : ["esnext", "bundler"];
  const flags = ["--strict", "--exactOptionalPropertyTypes", "--target", "es2022", "--skipLibCheck", "false"];
  consumer.node(compiler, ...flags, "--module", module!, "--moduleResolution", moduleResolution!, file);
}

test("a program that has the packed package imports the library by its name, and its types refuse what is wrong", () => {
  check(program, "nodenext");
  consumer.write("run.js", 'await import("./program.js");\nconsole.log(JSON.stringify(results));\n');
  const values = [1, 2, 4, 3];
  const model = fit(values, { trend: "linear", alpha: 0.5 });
  const { upper } = forecast(values, 2, { level: 80 });
  const expected = [model.sse, model.forecast(2)[1], upper[1], "m f=1 1\n".length, true];
  assert.equal(JSON.parse(consumer.node("run.js")), expected);
});

test("its types stand on their own for a bundler, too", () => {
  check(program, "bundler");
});

test("the entry for pages has the names and types of the entry for Node", () => {
  const same = (entry: typeof page): typeof node => entry;
  assert.type(same, "function");
  const names = (file: string) =>
    [...readFileSync(join(root, "src", file), "utf8").matchAll(/^export (?:function (\w+)|\* from "(.+)")/gm)].map(
      ([, name, from]) => name ?? from,
    );
  assert.equal(names("browser.ts"), names("index.ts"));
});

test("what is packed is what is exported, the commands and their data, and no test", () => {
  const manifest = JSON.parse(readFileSync(join(consumer.installed, "package.json"), "utf8")) as {
    exports: Record<string, string | Record<string, string>>;
    bin: Record<string, string>;
  };
  assert.is(Object.keys(manifest.exports["."]!)[0], "types");
  const targets = Object.values(manifest.exports).flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target),
  );
  for (const target of [...targets, ...Object.values(manifest.bin)]) readFileSync(join(consumer.installed, target));
  assert.equal(readdirSync(join(consumer.installed, "build")).sort(), [
    "kernel.d.ts",
    "kernel.wasm",
    "playground",
    "program",
    "report.html",
    "src",
  ]);
  assert.match(consumer.node(join(consumer.installed, "bin/holtline.js"), "--version"), /^\d+\.\d+\.\d+/);
  const brews = join(consumer.installed, "data/brews.lp.gz");
  consumer.node(join(consumer.installed, "bin/holtline.js"), "score", brews, "--html", "report.html");
  assert.match(readFileSync(join(consumer.room, "report.html"), "utf8"), /^<!doctype html>/);
});

test("what Telegraf starts has nothing of the other commands, the page or the library, and little of Node", () => {
  const program = readFileSync(join(consumer.installed, "build/program/command/main.js"), "utf8");
  const files = [...program.matchAll(/^ *\/\/ (src\/.+\.ts)$/gm)].map(([, file]) => file!);
  const mayHave =
    /^src\/(engine|host|config|command\/(main|entries|run|echo|scoring|flags|usage|config-file)\.ts$|[\w-]+\.ts$)/;
  for (const file of files) assert.match(file, mayHave);
  for (const file of ["src/engine/engine.ts", "src/command/run.ts"]) assert.ok(files.includes(file), file);
  for (const file of ["src/index.ts", "src/public.ts", "src/engine/fitter.ts"]) assert.not(files.includes(file), file);
  const imported = [...program.matchAll(/^import .* from "([^"]+)";$/gm)].map(([, name]) => name!);
  const known = ["fs", "fs/promises", "module", "net", "path", "url"].map((name) => `node:${name}`);
  assert.equal([...new Set(imported)].sort(), known);
});

test.run();
