import { readFileSync } from "node:fs";

/** What these tests need of WebAssembly; Node's types leave it to those of the browser. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: object };
};

interface Started {
  initialize(): void;
}

/** The kernel's inner functions of a build, started; `Exports` says which the test calls. */
export function loadProbe<Exports>(build: "release" | "debug" = "release"): Exports {
  const file = build === "debug" ? "kernel.probe.debug.wasm" : "kernel.probe.wasm";
  const bytes = readFileSync(new URL(`../../../build/${file}`, import.meta.url));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { abort() {} } });
  (exports as Started).initialize();
  return exports as Exports;
}
