import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root, from build/test. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** What the package depends on; linked from here, so that installing needs no registry. */
const dependencies = ["@assemblyscript/loader", "commander", "split2"];

/** A program somewhere else that has the packed package, and nothing of this repository besides its dependencies. */
export class Consumer {
  readonly room = mkdtempSync(join(tmpdir(), "holtline-consumer-"));
  /** Where the package is installed. */
  readonly installed = join(this.room, "node_modules", "holtline");

  /** Packs the package as `npm publish` would, and unpacks it as `npm install` does. */
  constructor() {
    const npm = ["pack", "--json", "--ignore-scripts", "--pack-destination", this.room];
    const report = execFileSync("npm", npm, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    const [name] = /holtline-[\w.-]+\.tgz/.exec(report)!;
    mkdirSync(this.installed, { recursive: true });
    execFileSync("tar", ["-xzf", join(this.room, name), "-C", this.installed, "--strip-components=1"]);
    for (const dependency of dependencies) {
      const link = join(this.room, "node_modules", dependency);
      mkdirSync(join(link, ".."), { recursive: true });
      symlinkSync(join(root, "node_modules", dependency), link);
    }
    this.write("package.json", JSON.stringify({ type: "module" }));
  }

  write(name: string, text: string): string {
    const path = join(this.room, name);
    writeFileSync(path, text);
    return path;
  }

  /** What Node writes when it runs a file of the consumer, or a program's JavaScript file on it. */
  node(...args: string[]): string {
    return execFileSync(process.execPath, args, { cwd: this.room, encoding: "utf8" });
  }

  remove(): void {
    rmSync(this.room, { recursive: true });
  }
}
