import { inputKind } from "./input.js";

/** True when somebody holds the other end of standard input and can close it: a pipe, or a socket, as Node makes them. */
export function inputIsHeld(): boolean {
  return inputKind() === "pipe";
}

/** Reads standard input to its end, for nothing but the end. */
export class InputEnd {
  readonly #controller = new AbortController();
  readonly #reached: Promise<void>;

  constructor() {
    const input = process.stdin;
    this.#reached = new Promise((resolve) => {
      const end = () => {
        this.#controller.abort();
        resolve();
      };
      input.once("end", end).once("close", end).once("error", end).resume();
    });
  }

  /** Aborted at the end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Resolves at the end. */
  reached(): Promise<void> {
    return this.#reached;
  }

  /** Stops reading, so that the process can end. */
  release(): void {
    process.stdin.destroy();
  }
}
