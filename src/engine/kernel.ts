import { instantiateSync } from "@assemblyscript/loader";

/** A number that the kernel exports; what it points to may move, so it is read anew. */
interface KernelNumber {
  readonly value: number;
}

/** What `assembly/index.ts` exports; pointers are byte offsets into memory. */
export interface KernelExports extends Record<string, unknown> {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly ABI_VERSION: KernelNumber;
  initialize(): void;
  configure(maxSeries: number, maxWindows: number, seed: bigint): void;

  setOption(rule: number, option: number, value: number): number;
  setOutput(option: number, value: number): number;
  setWord(word: number, length: number): number;
  setZone(changes: number): void;

  readonly input: KernelNumber;
  reserveInput(bytes: number, kept: number): void;
  reserveScratch(bytes: number): number;

  scan(end: number): number;
  readonly cursor: KernelNumber;
  setCursor(offset: number): void;
  addLine(
    end: number,
    keyStart: number,
    keyEnd: number,
    fieldsStart: number,
    timeStart: number,
    timeEnd: number,
    timed: boolean,
    time: bigint,
  ): void;
  addPoint(fieldStart: number, fieldEnd: number, valueStart: number, valueEnd: number, value: number): number;
  passLine(end: number, unparsable: boolean): void;
  dropNewestLine(): void;
  growPoints(): number;
  nextPart(): number;
  clearBatch(): void;
  readonly partLine: KernelNumber;
  readonly partPoint: KernelNumber;
  readonly partPointEnd: KernelNumber;
  readonly lineCount: KernelNumber;
  lineStart(line: number): number;
  lineEnd(line: number): number;
  pointLine(point: number): number;
  pointFieldStart(point: number): number;
  lineFirstPoint(line: number): number;

  lookUp(): number;
  lookUpAgain(point: number): void;
  decide(point: number, decision: number): void;
  admit(
    point: number,
    measurementLength: number,
    prefixLength: number,
    fieldLength: number,
    rule: number,
    group: number,
    underscores: number,
  ): number;
  seriesOf(point: number): number;
  seriesKey(series: number): number;
  readonly seriesCount: KernelNumber;
  readonly IGNORED: KernelNumber;
  readonly UNPARSABLE: KernelNumber;
  readonly CUT: KernelNumber;

  addGroup(length: number): number;
  nextAbandonedGroup(): number;

  realPower(base: number, exponent: number): number;
  exponential(x: number): number;
  logarithm(x: number): number;

  score(): void;
  total(which: number): number;
  readonly pointCount: KernelNumber;
  readonly pointSeries: KernelNumber;
  readonly pointFlags: KernelNumber;
  readonly pointTime: KernelNumber;
  readonly pointValue: KernelNumber;
  readonly pointForecast: KernelNumber;
  readonly pointLower: KernelNumber;
  readonly pointUpper: KernelNumber;
  readonly pointResidual: KernelNumber;
  readonly pointScore: KernelNumber;
  readonly pointReason: KernelNumber;

  startRecords(): void;
  saveGlobals(): number;
  saveRecords(): number;
  newestTime(): bigint;
  recordCount(): number;
  recordChecks(): bigint;
  checkRecord(bytes: number): number;
  checkScratch(bytes: number): bigint;
  restoreGlobals(keepsRates: boolean): void;
  lastSeenInRecord(): number;
  restoreSeries(rule: number, group: number, keepsRates: boolean): number;
  fact(series: number, which: number): number;
  seriesTime(series: number): bigint;

  write(): number;
  readonly output: KernelNumber;
  readonly originalEnd: KernelNumber;
  readonly unfinished: KernelNumber;

  reserveValues(count: number): number;
  fitValues(
    count: number,
    trend: number,
    alpha: number,
    beta: number,
    phi: number,
    initialLevel: number,
    initialSlope: number,
  ): number;
}

const ABI_VERSION = 7;

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

  /** The number behind an exported name, or behind a member of an exported enumeration: `("Word", "Value")`. */
  constant(name: string, member?: string): number {
    const exported = this.exports[name] as KernelNumber | Record<string, KernelNumber> | undefined;
    const found = member === undefined ? exported : (exported as Record<string, KernelNumber> | undefined)?.[member];
    if (typeof found?.value !== "number")
      throw new KernelError(`the kernel has no ${name}${member ? `.${member}` : ""}`);
    return found.value;
  }

  /** Leaves bytes where the next call of the kernel finds them. */
  leave(text: Uint8Array): void {
    const pointer = this.exports.reserveScratch(text.length);
    this.bytes.set(text, pointer);
  }
}
