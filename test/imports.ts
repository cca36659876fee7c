import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's directory, as a compiled test sees it. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** What a file imports, by its path from the project's root. */
export interface Imports {
  /** Files of the project that come with it, types alone included. */
  readonly files: readonly string[];
  /**
   * Files that it loads when somebody asks for them by name. The tables of commands and of benchmarks do, and what they
   * load may read the table: nothing waits for the other there.
   */
  readonly later: readonly string[];
  /** Everything else: packages and Node's modules. */
  readonly packages: readonly string[];
}

/** Who imports whom: of each file, or of each folder, those that it names. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

const atOnce = /\b(?:import|export)\b[^"';()]*?\bfrom\s*"([^"]+)"|\bimport\s*"([^"]+)"/g;
const onDemand = /\bimport\s*\(\s*"([^"]+)"/g;

/** The imports of every TypeScript or AssemblyScript file below a folder. */
export function importsBelow(folder: string): Map<string, Imports> {
  const found = new Map<string, Imports>();
  for (const file of filesBelow(folder)) {
    const code = codeOf(file);
    const names = (pattern: RegExp) => Array.from(code.matchAll(pattern), ([, from, alone]) => (from ?? alone)!);
    const [now, then] = [names(atOnce), names(onDemand)];
    found.set(file, {
      files: targets(file, now),
      later: targets(file, then),
      packages: [...now, ...then].filter((name) => !name.startsWith(".")),
    });
  }
  return found;
}

export function filesBelow(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name))
    .sort();
}

/** A file's text without its comments; lines stay where they are. */
export function codeOf(file: string): string {
  const text = readFileSync(join(root, file), "utf8");
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "))
    .replace(/(^|\s)\/\/.*$/gm, "$1");
}

/** The files that imports name; what is no code, as JSON is none, is left out. */
function targets(file: string, names: readonly string[]): string[] {
  return names.flatMap((name) => (name.startsWith(".") ? (targetOf(file, name) ?? []) : []));
}

/** The file that a relative import of `file` names. */
export function targetOf(file: string, name: string): string | undefined {
  const path = normalize(join(dirname(file), name)).replace(/\.js$/, "");
  return [`${path}.ts`, join(path, "index.ts")].find((one) => existsSync(join(root, one)));
}

export function graphOf(imports: ReadonlyMap<string, Imports>): Graph {
  return new Map(Array.from(imports, ([file, { files }]) => [file, new Set(files)]));
}

/** The graph of rooms, and for each of its arrows the files that draw it. */
export function roomsOf(graph: Graph, roomOf: (file: string) => string): { rooms: Graph; arrow: Map<string, string> } {
  const rooms = new Map<string, Set<string>>();
  const arrow = new Map<string, string>();
  for (const [file, files] of graph) {
    const from = roomOf(file);
    if (!rooms.has(from)) rooms.set(from, new Set());
    for (const other of files) {
      const to = roomOf(other);
      if (from === to) continue;
      rooms.get(from)!.add(to);
      const drawn = arrow.get(`${from} → ${to}`);
      arrow.set(`${from} → ${to}`, `${drawn === undefined ? "" : `${drawn}, `}${file} → ${other}`);
    }
  }
  return { rooms, arrow };
}

/** The shortest circle of each group of nodes that hang together by circles, and the group's size. */
export function circlesOf(graph: Graph): { circle: string[]; group: string[] }[] {
  const reach = new Map(Array.from(graph.keys(), (node) => [node, reachable(graph, node)]));
  const inCircle = [...graph.keys()].filter((node) => reach.get(node)!.has(node));
  const seen = new Set<string>();
  return inCircle.flatMap((node) => {
    if (seen.has(node)) return [];
    const group = inCircle.filter((other) => reach.get(node)!.has(other) && reach.get(other)!.has(node));
    for (const one of group) seen.add(one);
    const circles = group.map((one) => shortestCircle(graph, one));
    return [{ circle: circles.reduce((best, one) => (one.length < best.length ? one : best)), group }];
  });
}

/** What can be reached in one step or more. */
function reachable(graph: Graph, from: string): Set<string> {
  const reached = new Set<string>();
  const waiting = [from];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const next of graph.get(node) ?? []) {
      if (!reached.has(next)) waiting.push(next);
      reached.add(next);
    }
  }
  return reached;
}

/** From a node back to itself, which there is a way to. */
function shortestCircle(graph: Graph, from: string): string[] {
  let ways = [[from]];
  const seen = new Set<string>();
  for (;;) {
    const longer: string[][] = [];
    for (const way of ways) {
      for (const next of graph.get(way.at(-1)!) ?? []) {
        if (next === from) return [...way, from];
        if (!seen.has(next)) longer.push([...way, next]);
        seen.add(next);
      }
    }
    ways = longer;
  }
}
