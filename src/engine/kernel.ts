import { instantiateSync } from "@assemblyscript/loader";
import type { instantiate } from "../../kernel.js";

/** A number that the kernel exports; what it points to may move, so it is read anew. */
interface KernelNumber {
  readonly value: number;
}

/** What `assembly/index.ts` exports, as asc writes it down beside the kernel; pointers are byte offsets into memory. */
type Abi = Awaited<ReturnType<typeof instantiate>>;

/** The same as the loader hands it over: the members of an enumeration are numbers that are read, as constants are. */
export type KernelExports = {
  readonly [Name in keyof Abi]: Abi[Name] extends (...args: never[]) => unknown
    ? Abi[Name]
    : Name extends "memory"
      ? { readonly buffer: ArrayBuffer }
      : Abi[Name] extends KernelNumber
        ? KernelNumber
        : { readonly [Member in keyof Abi[Name]]: KernelNumber };
} & { initialize(): void };

const ABI_VERSION = 8;

/** A kernel whose build does not fit this host. */
export class KernelError extends Error {
  override readonly name = "KernelError";
}

/** One instance of the kernel, with its memory: the only file that knows WebAssembly. */
export class Kernel {
  readonly exports: KernelExports;
  #bytes: Uint8Array;

  /**
   * @param binary the bytes of `kernel.wasm`
   * @throws KernelError when they are not a kernel of this host's version
   */
  constructor(binary: Uint8Array) {
    try {
      this.exports = instantiateSync<KernelExports>(binary as Uint8Array<ArrayBuffer>).exports;
    } catch (error) {
      throw new KernelError(`the kernel can't be loaded: ${(error as Error).message}; build it again (npm run build)`);
    }
    const version = this.exports.ABI_VERSION?.value;
    if (version !== ABI_VERSION) {
      throw new KernelError(
        `Got a kernel of ABI version ${version} when expected ${ABI_VERSION}; build it again (npm run build)`,
      );
    }
    this.exports.initialize();
    this.#bytes = new Uint8Array(this.exports.memory.buffer);
  }

  /** All of memory; a view that a later call may make stale. */
  get bytes(): Uint8Array {
    // memory that grows takes all bytes from the views of before; asking for its buffer takes longer
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.exports.memory.buffer);
    return this.#bytes;
  }

  /** Where the input lies; beyond two gigabytes a pointer comes as a negative number. */
  get input(): number {
    return this.exports.input.value >>> 0;
  }

  /** The number behind an exported name, or behind a member of an exported enumeration: `("Word", "Value")`. */
  constant(name: string, member?: string): number {
    const exported = (this.exports as Record<string, unknown>)[name] as
      | KernelNumber
      | Record<string, KernelNumber>
      | undefined;
    const found = member === undefined ? exported : (exported as Record<string, KernelNumber> | undefined)?.[member];
    if (typeof found?.value !== "number")
      throw new KernelError(`the kernel has no ${name}${member ? `.${member}` : ""}`);
    return found.value;
  }

  /** Leaves bytes where the next call of the kernel finds them. */
  leave(text: Uint8Array): void {
    const pointer = this.exports.reserveScratch(text.length) >>> 0;
    this.bytes.set(text, pointer);
  }
}
