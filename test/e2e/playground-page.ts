import { type ChildProcess, execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import * as assert from "uvu/assert";
import { pause, root, start } from "../host/child.js";
import { launch } from "./chromium.js";

/** `holtline playground`, and a Chromium to look at it with. */
export class Playground {
  readonly address: string;
  readonly #server: ChildProcess;
  readonly #browser: Browser;
  /** A folder with `holtline` in it, to be run by its name. */
  readonly #path = mkdtempSync(join(tmpdir(), "holtline-path-"));

  private constructor(server: ChildProcess, address: string, browser: Browser) {
    this.#server = server;
    this.address = address;
    this.#browser = browser;
    const program = join(this.#path, "holtline");
    writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${join(root, "bin/holtline.js")}" "$@"\n`);
    chmodSync(program, 0o755);
  }

  static async start(): Promise<Playground> {
    const server = start(["playground", "--port", "0"]);
    const line = await new Promise<string>((resolve) => server.stdout!.once("data", (text) => resolve(String(text))));
    return new Playground(server, /http:\/\/127\.0\.0\.1:\d+\//.exec(line)![0], await launch());
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    this.#server.kill();
    rmSync(this.#path, { recursive: true });
  }

  /** What a shell makes of a command line, given bytes on standard input. */
  shell(command: string, input: Uint8Array): Buffer {
    const PATH = `${this.#path}:${process.env.PATH}`;
    const limit = { maxBuffer: 1 << 30 };
    return execFileSync("sh", ["-c", command], { input, env: { ...process.env, PATH }, stdio: "pipe", ...limit });
  }

  /**
   * A page while `work` runs. Afterwards there must have been no error, nothing that its policy refused, and no request
   * to anywhere else.
   */
  async visit(work: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) {
    const address = options.baseURL ?? this.address;
    const context = await this.#browser.newContext({ acceptDownloads: true, ...options });
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: address });
    const complaints: string[] = [];
    context.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    context.on("weberror", (error) => complaints.push(String(error.error())));
    context.on("request", (request) => {
      const isOwn = request.url().startsWith(address) || /^(blob|data):/.test(request.url());
      if (!isOwn) complaints.push(`a request to ${request.url()}`);
    });
    try {
      const page = await context.newPage();
      await page.goto(address);
      await work(page);
      assert.equal(complaints, []);
    } finally {
      await context.close();
    }
  }
}

/** Drops a file onto the page, as a person does it. */
export async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    `(() => {
      const transfer = new DataTransfer();
      const text = atob("${Buffer.from(bytes).toString("base64")}");
      transfer.items.add(new File([Uint8Array.from(text, (byte) => byte.charCodeAt(0))], ${JSON.stringify(name)}));
      return transfer;
    })()`,
  );
  await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
}

/** Reads again and again until what is read is right, for at most half a minute; Playwright's own way needs `eval`. */
export async function until<T>(read: () => Promise<T>, isRight: (found: T) => boolean): Promise<T> {
  for (let left = 600; ; left--) {
    const found = await read();
    if (isRight(found) || left === 0) {
      assert.ok(isRight(found), `the page did not get there; last: ${JSON.stringify(found)}`);
      return found;
    }
    await pause(50);
  }
}

/** What the page says when it has scored, other than what it said before. */
export async function summary(page: Page, before = ""): Promise<string> {
  const read = async () => (await page.getByRole("status").textContent()) ?? "";
  const isNew = (text: string) => / alarms? in .* scored in /.test(text) && found(text) !== before;
  return found(await until(read, isNew));
}

function found(status: string): string {
  return status.replace(/, scored.*/, "");
}

/** The table's rows as texts. */
export async function rows(page: Page): Promise<string[]> {
  return page.locator("#series-rows tr").allTextContents();
}

/** What a button saves. */
export async function saved(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}
