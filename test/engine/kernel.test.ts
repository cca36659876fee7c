import { test } from "uvu";
import * as assert from "uvu/assert";
import { Kernel, KernelError } from "../../src/engine/kernel.js";
import { PointFlag } from "../../src/engine/points.js";
import { kernelBytes } from "./harness.js";

const wasm = (
  globalThis as never as {
    WebAssembly: {
      Module: {
        new (bytes: Uint8Array): object;
        exports(module: object): { name: string; kind: string }[];
        imports(module: object): { module: string; name: string }[];
      };
    };
  }
).WebAssembly;

test("the kernel exports its ABI and imports nothing but abort", () => {
  const module = new wasm.Module(kernelBytes());
  const functions = wasm.Module.exports(module).filter(({ kind }) => kind === "function");
  assert.equal(functions.map(({ name }) => name).sort(), [
    "addGroup",
    "addLine",
    "addPoint",
    "admit",
    "checkRecord",
    "checkScratch",
    "clearBatch",
    "configure",
    "decide",
    "dropNewestLine",
    "exponential",
    "fact",
    "fitValues",
    "growPoints",
    "initialize",
    "lastSeenInRecord",
    "lineEnd",
    "lineFirstPoint",
    "lineStart",
    "logarithm",
    "lookUp",
    "lookUpAgain",
    "newestTime",
    "nextAbandonedGroup",
    "nextPart",
    "passLine",
    "pointFieldStart",
    "pointLine",
    "realPower",
    "recordChecks",
    "recordCount",
    "reserveInput",
    "reserveScratch",
    "reserveValues",
    "restoreGlobals",
    "restoreSeries",
    "saveGlobals",
    "saveRecords",
    "scan",
    "score",
    "seriesKey",
    "seriesOf",
    "seriesTime",
    "setCursor",
    "setOption",
    "setOutput",
    "setWord",
    "startRecords",
    "total",
    "write",
  ]);
  for (const { module: from, name } of wasm.Module.imports(module)) assert.is(`${from}.${name}`, "env.abort");
});

test("the flags of a point are the kernel's", () => {
  const kernel = new Kernel(kernelBytes());
  for (const [name, value] of Object.entries(PointFlag)) assert.is(kernel.constant("PointFlag", name), value);
});

test("what is no kernel is refused with a word on what to do", () => {
  assert.throws(
    () => new Kernel(Uint8Array.of(1, 2, 3)),
    (error: Error) => error instanceof KernelError && /build/.test(error.message),
  );
});

test.run();
