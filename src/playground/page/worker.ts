/** The worker: the engine, away from the page's thread, so that the page never waits for it. */

import type { Request } from "../protocol.js";
import { Session } from "../session.js";

const scope = self as unknown as DedicatedWorkerGlobalScope;

/** Lets messages in. A timer would wait for 4 ms. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

async function start(): Promise<Session> {
  const response = await fetch(new URL("kernel.wasm", import.meta.url));
  if (!response.ok) throw new Error(`kernel.wasm can't be fetched (status ${response.status})`);
  const kernel = new Uint8Array(await response.arrayBuffer());
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
  return new Session(kernel, (answer, transfer = []) => scope.postMessage(answer, transfer), breathe, seed);
}

const session = start();
session.catch((error: Error) =>
  scope.postMessage({ kind: "failed", text: `The engine can't start: ${error.message}` }),
);
scope.onmessage = async ({ data }: MessageEvent<Request>) => (await session).handle(data);
