import type { Answer, Request } from "../protocol.js";

type Listeners = { [Kind in Answer["kind"]]: (answer: Extract<Answer, { kind: Kind }>) => void };

/** The worker as the page sees it. */
export class Client {
  readonly #worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });

  constructor(listeners: Listeners) {
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      (listeners[data.kind] as (answer: Answer) => void)(data);
    };
    this.#worker.onerror = (event) => {
      listeners.failed({
        kind: "failed",
        text: `The engine stopped: ${event.message || "its script can't be loaded"}`,
      });
    };
  }

  ask(request: Request): void {
    this.#worker.postMessage(request);
  }
}
