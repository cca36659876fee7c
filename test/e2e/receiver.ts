import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { eventually } from "./server.js";

/** A request that a receiver got. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Receiver {
  url: string;
  /** All that came, in order. */
  requests: Received[];
  /** Waits until so many came. */
  came: (count: number) => Promise<Received[]>;
}

/** An HTTP server that takes everything, while `work` runs. */
export async function withReceiver<T>(work: (receiver: Receiver) => Promise<T>): Promise<T> {
  const requests: Received[] = [];
  const server = createServer(async (request, response) => {
    requests.push({ path: request.url!, headers: request.headers, body: await bodyOf(request) });
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const came = (count: number) =>
    eventually(`request ${count}`, async () => (requests.length >= count ? requests : undefined));
  try {
    return await work({ url: `http://127.0.0.1:${port}`, requests, came });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function bodyOf(request: IncomingMessage): Promise<string> {
  return text(request.headers["content-encoding"] === "gzip" ? request.pipe(createGunzip()) : request);
}
