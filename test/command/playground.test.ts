import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { contentPolicy } from "../../src/host/page-server.js";
import { finish, root, start } from "../host/child.js";

let server: ChildProcess;
let port: number;

test.before(async () => {
  server = start(["playground", "--port", "0"]);
  const line = await new Promise<string>((resolve) => server.stdout!.once("data", (text) => resolve(String(text))));
  port = Number(/^http:\/\/127\.0\.0\.1:(\d+)\/ /.exec(line)![1]);
});

test.after(() => {
  server.kill();
});

/** What the server answers to a request that is sent as it stands. */
function ask(path: string, host = `127.0.0.1:${port}`, method = "GET") {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers: { host } }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });
}

test("every file of the page is served with its type, under a strict policy", async () => {
  const folder = join(root, "build/playground");
  const types = {
    html: "text/html",
    js: "text/javascript",
    css: "text/css",
    svg: "image/svg+xml",
    wasm: "application/wasm",
    txt: "text/plain",
  };
  for (const name of ["", ...readdirSync(folder).filter((entry) => entry.includes("."))]) {
    const { status, headers, body } = await ask(`/${name}`);
    assert.is(status, 200, name);
    assert.ok(body.equals(readFileSync(join(folder, name || "index.html"))), name);
    const ending = (name || "index.html").split(".").at(-1) as keyof typeof types;
    assert.ok(String(headers["content-type"]).startsWith(types[ending]), name);
    assert.match(
      String(headers["content-security-policy"]),
      /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; /,
    );
    assert.is(headers["x-content-type-options"], "nosniff");
  }
  assert.is((await ask("/samples/brews.lp.gz")).status, 200);
  assert.is((await ask("/?x#y")).status, 200);
});

test("the page has the same policy in its own markup, so that any host will do", async () => {
  const page = String((await ask("/")).body);
  assert.ok(page.includes(`<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">`));
  assert.not.match(page, /\sstyle=|\son\w+=|<script(?![^>]*src=)|https?:\/\//);
});

test("only names of this machine are answered to", async () => {
  for (const host of [
    "evil.example",
    `evil.example:${port}`,
    "127.0.0.1",
    `127.0.0.1:${port + 1}`,
    `127.0.0.1.evil.example:${port}`,
  ]) {
    assert.is((await ask("/", host)).status, 403, host);
  }
  for (const host of [`localhost:${port}`, `[::1]:${port}`]) assert.is((await ask("/", host)).status, 200, host);
});

test("nothing outside of the page's folder is found, and nothing can be written", async () => {
  const paths = [
    "/../kernel.wasm",
    "/samples/../../kernel.wasm",
    "/%2e%2e/kernel.wasm",
    "/..%2fkernel.wasm",
    "//etc/passwd",
    "/samples",
    "/nothing",
    "/__proto__",
    "*",
  ];
  for (const path of paths) assert.is((await ask(path)).status, 404, path);
  assert.is((await ask("/", undefined, "POST")).status, 405);
  const head = await ask("/", undefined, "HEAD");
  assert.equal([head.status, head.body.length], [200, 0]);
});

test("a port that is taken, and one that is none, are told with what to do", async () => {
  const taken = await finish(start(["playground", "--port", String(port)]));
  assert.match(taken.stderr, new RegExp(`--port ${port}: something else listens there; --port 0 takes any free one`));
  assert.is(taken.code, 2);
  const wrong = await finish(start(["playground", "--port", "http"]));
  assert.match(wrong.stderr, /--port http: expected a whole number from 0 to 65535/);
  assert.is(wrong.code, 2);
  assert.is((await finish(start(["playground", "brews.lp"]))).code, 2);
});

test.run();
