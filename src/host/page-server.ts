import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join } from "node:path";

/** What a page of ours may load: what lies beside it, and nothing from anywhere else. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
  ".gz": "application/gzip",
};

const headers = {
  // a page can forbid its own framing only here, not in its markup
  "content-security-policy": `${contentPolicy}; frame-ancestors 'none'`,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cache-control": "no-cache",
};

/**
 * A server of a folder's files to this machine alone: on 127.0.0.1, and only under the names of this machine, so that no
 * foreign page reaches it by a name that it makes point here. What is not one of the folder's files is not found.
 *
 * @param port 0: any free one
 * @returns the server, listening
 * @throws Error of the system, when the folder can't be read or the port is taken
 */
export async function servePages(folder: string, port: number): Promise<Server> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(path.slice(join(folder, "/").length).replaceAll("\\", "/"), path);
  }
  const server = createServer((request, response) => answer(files, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}

function answer(files: ReadonlyMap<string, string>, request: IncomingMessage, response: ServerResponse): void {
  const { method = "", url = "/", socket } = request;
  const refuse = (status: number, text: string) =>
    response.writeHead(status, { ...headers, "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
  if (!isOwnName(request.headers.host, socket.localPort))
    return void refuse(403, "This server answers to 127.0.0.1 only.");
  if (method !== "GET" && method !== "HEAD") return void refuse(405, "Only GET and HEAD are understood.");
  const name = url.replace(/[?#].*$/s, "");
  const path = files.get(name === "/" ? "index.html" : name.slice(1));
  if (path === undefined) return void refuse(404, "There is no such file.");
  try {
    const body = readFileSync(path);
    const type = types[extname(path)] ?? "application/octet-stream";
    response.writeHead(200, { ...headers, "content-type": type, "content-length": body.length });
    response.end(method === "HEAD" ? undefined : body);
  } catch {
    refuse(404, "The file is gone.");
  }
}

function isOwnName(host: string | undefined, port: number | undefined): boolean {
  const names = ["127.0.0.1", "localhost", "[::1]"];
  return names.some((name) => host === `${name}:${port}` || (port === 80 && host === name));
}
