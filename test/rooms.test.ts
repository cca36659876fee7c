import { test } from "uvu";
import * as assert from "uvu/assert";
import { circlesOf, codeOf, type Graph, graphOf, importsBelow, roomsOf } from "./imports.js";

/**
 * Arrows point one way: no circle of files, and none of rooms. Imports of types alone count as well: they say who has to
 * know whom.
 */

/** The folder below `assembly/`, or below `src/`; a file at the top of `src/` is a room of its own. */
function roomOf(file: string): string {
  const [top, room, ...rest] = file.split("/");
  if (top === "src") return `src/${room}`;
  return rest.length > 0 ? `${top}/${room}` : top!;
}

/** A sentence for each circle of files. */
function circlesOfFiles(graph: Graph): string[] {
  return circlesOf(graph).map(
    ({ circle, group }) => `a circle: ${circle.join(" → ")}; ${group.length} files hang together: ${group.join(", ")}`,
  );
}

/** A sentence for each circle of rooms, with the imports that draw it. */
function circlesOfRooms(graph: Graph): string[] {
  const { rooms, arrow } = roomsOf(graph, roomOf);
  return circlesOf(rooms).map(({ circle, group }) => {
    const arrows = circle.slice(1).map((room, index) => arrow.get(`${circle[index]} → ${room}`));
    return `a circle of rooms: ${circle.join(" → ")}, by ${arrows.join("; ")}; ${group.length} hang together: ${group.join(", ")}`;
  });
}

const none = (circles: readonly string[]) => assert.equal(circles, []);

const assembly = importsBelow("assembly");
const src = importsBelow("src");

for (const [folder, imports] of [
  ["assembly", assembly],
  ["src", src],
  ["bench", importsBelow("bench")],
] as const) {
  test(`no file of ${folder}/ imports itself, over any number of others`, () => {
    assert.ok(imports.size > 10);
    none(circlesOfFiles(graphOf(imports)));
  });
}

test("no room of assembly/ imports itself, over any number of others", () => none(circlesOfRooms(graphOf(assembly))));

test("no room of src/ imports itself, over any number of others", () => none(circlesOfRooms(graphOf(src))));

test("the kernel and the host import nothing of what is around them", () => {
  for (const [folder, imports] of [
    ["assembly", assembly],
    ["src", src],
  ] as const) {
    for (const [file, { files, later }] of imports)
      for (const other of [...files, ...later]) assert.ok(other.startsWith(`${folder}/`), `${file} → ${other}`);
  }
  for (const [file, { packages }] of assembly) assert.equal(packages, [], file);
});

test("only src/engine/kernel.ts knows WebAssembly", () => {
  const knowing = [...src.keys()].filter((file) => /WebAssembly|@assemblyscript\/loader/.test(codeOf(file)));
  assert.equal(knowing, ["src/engine/kernel.ts"]);
});

test("the engine knows nothing of Node, and of no room but the options", () => {
  const leaves = ["src/engine", "src/options.ts", "src/option-table.ts", "src/duration.ts", "src/nearest.ts"];
  for (const [file, { files, later, packages }] of src) {
    if (roomOf(file) !== "src/engine") continue;
    for (const other of [...files, ...later]) assert.ok(leaves.includes(roomOf(other)), `${file} → ${other}`);
    assert.equal(packages, file === "src/engine/kernel.ts" ? ["@assemblyscript/loader"] : [], file);
    assert.not.match(codeOf(file), /\b(process|Buffer|require)\b[.(]/, file);
  }
});

test("a circle is found, by files and by rooms, and told from end to end", () => {
  const graph: Graph = new Map([
    ["assembly/a/one.ts", new Set(["assembly/b/two.ts", "assembly/leaf.ts"])],
    ["assembly/b/two.ts", new Set(["assembly/c/three.ts"])],
    ["assembly/c/three.ts", new Set(["assembly/a/one.ts"])],
    ["assembly/leaf.ts", new Set()],
  ]);
  assert.equal(circlesOfFiles(graph), [
    "a circle: assembly/a/one.ts → assembly/b/two.ts → assembly/c/three.ts → assembly/a/one.ts; 3 files hang together: " +
      "assembly/a/one.ts, assembly/b/two.ts, assembly/c/three.ts",
  ]);
  assert.equal(circlesOfRooms(graph), [
    "a circle of rooms: assembly/a → assembly/b → assembly/c → assembly/a, by assembly/a/one.ts → assembly/b/two.ts; " +
      "assembly/b/two.ts → assembly/c/three.ts; assembly/c/three.ts → assembly/a/one.ts; 3 hang together: " +
      "assembly/a, assembly/b, assembly/c",
  ]);
});

test.run();
