import { readFileSync } from "node:fs";

/** What these tests need of WebAssembly; Node's types leave it to those of the browser. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: object };
};

interface Started {
  initialize(): void;
}

/** The kernel's inner functions, started; `Exports` says which the test calls. */
export function loadProbe<Exports>(): Exports {
  const bytes = readFileSync(new URL("../../../build/kernel.probe.wasm", import.meta.url));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { abort() {} } });
  (exports as Started).initialize();
  return exports as Exports;
}
