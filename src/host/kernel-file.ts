import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The bytes of the kernel's file. `HOLTLINE_KERNEL=debug` picks the build with checks, for tests.
 *
 * @throws Error that names the file and says how it is made, when it can't be read
 */
export function readKernel(): Uint8Array {
  const name = process.env.HOLTLINE_KERNEL === "debug" ? "kernel.debug.wasm" : "kernel.wasm";
  const path = fileURLToPath(new URL(`../../${name}`, import.meta.url));
  try {
    return readFileSync(path);
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new Error(`the kernel ${path} can't be read (${reason}): install Holtline again, or run "npm run build"`, {
      cause,
    });
  }
}
