import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { root } from "./package.js";

interface Manifest {
  scripts: Record<string, string>;
  engines: { node: string };
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

/** What the lockfile says of one package. */
interface Locked extends Partial<Manifest> {
  integrity?: string;
  resolved?: string;
  dev?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
}

const read = (name: string) => JSON.parse(readFileSync(join(root, name), "utf8"));
const manifest: Manifest = read("package.json");
const lock: { packages: Record<string, Locked> } = read("package-lock.json");
const { "": own, ...locked } = lock.packages;

/** What npm runs when the package is installed, from a registry or from its repository. */
const installScripts = "preinstall install postinstall preprepare prepare postprepare prepublish dependencies".split(
  " ",
);

test("nothing of ours runs when Holtline is installed", () => {
  for (const script of installScripts) assert.is(manifest.scripts[script], undefined, script);
});

test("nothing of what it depends on runs, either", () => {
  const runtime = Object.entries(locked).filter(([, { dev }]) => dev !== true);
  assert.is(runtime.length, Object.keys(manifest.dependencies).length, "they have dependencies of their own");
  for (const [name, { hasInstallScript }] of runtime) assert.is(hasInstallScript, undefined, name);
});

test("the lockfile is of this package's dependencies, by their checksums and not by where they were had", () => {
  assert.equal(own?.dependencies, manifest.dependencies);
  assert.equal(own?.devDependencies, manifest.devDependencies);
  assert.equal(own?.engines, manifest.engines);
  for (const [name, { integrity, resolved, optional }] of Object.entries(locked)) {
    // npm knows no checksum of what it did not install: tools for other machines
    if (optional !== true) assert.match(integrity ?? "", /^sha512-/, name);
    assert.is(resolved, undefined, name);
  }
  const npmrc = readFileSync(join(root, ".npmrc"), "utf8");
  assert.match(npmrc, /^omit-lockfile-registry-resolved=true$/m);
  assert.not.match(npmrc, /:\/\//);
});

test("Node is asked for by the oldest version that the tests run on", () => {
  assert.is(manifest.engines.node, ">=20");
  assert.ok(Number(process.versions.node.split(".")[0]) >= 20);
});

test.run();
