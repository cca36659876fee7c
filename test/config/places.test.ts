import fc from "fast-check";
import { parse, stringify } from "smol-toml";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findPlaces, type Path, type Place, placeKey } from "../../src/config/places.js";

/** Where the path stands, as `line:column`; empty when it is not found. */
function at(text: string, ...path: Path): string {
  parse(text); // a test of documents that are none would say nothing
  const place = findPlaces(text).get(placeKey(path));
  return place === undefined ? "" : `${place.line}:${place.column}`;
}

const document = `# a comment with [a] = "
a = 1 # another = 2
  "b c".'d' . e = [ # not = here
    "x=1", [ 2,
  3 ], { k = "]" },
]
s = """
a = 9
\\"""" # two of these end it, and one is of the text
t = '''
[a]
''''
date = 1979-05-27 07:32:00
f = { g = 1, h.i = "}" }

[[rule]]
m = 1
[rule.tags]
n = 1
[[rule]]
rule.m = 1
[[rule.sub]]
m = 1
[other."x\\u0041"]
m = 'x'
`;

test("keys, tables and elements are found where they stand", () => {
  for (const [path, place] of [
    [["a"], "2:1"],
    [["b c"], "3:3"],
    [["b c", "d", "e"], "3:3"],
    [["b c", "d", "e", 0], "4:5"],
    [["b c", "d", "e", 1], "4:12"],
    [["b c", "d", "e", 1, 1], "5:3"],
    [["b c", "d", "e", 2, "k"], "5:10"],
    [["s"], "7:1"],
    [["t"], "10:1"],
    [["date"], "13:1"],
    [["f", "g"], "14:7"],
    [["f", "h", "i"], "14:14"],
    [["rule"], "16:1"],
    [["rule", 0, "m"], "17:1"],
    [["rule", 0, "tags"], "18:1"],
    [["rule", 0, "tags", "n"], "19:1"],
    [["rule", 1], "20:1"],
    [["rule", 1, "rule", "m"], "21:1"],
    [["rule", 1, "sub", 0, "m"], "23:1"],
    [["other", "xA", "m"], "25:1"],
  ] as [Path, string][]) {
    assert.is(at(document, ...path), place, placeKey(path));
  }
  assert.is(at(document, "m"), "");
  assert.is(at(document.replaceAll("\n", "\r\n"), "rule", 1, "sub", 0, "m"), "23:1");
});

/** Every key and index of a value. */
function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== "object" || value === null || value instanceof Date) return;
  for (const [key, inner] of Object.entries(value)) {
    const own = [...path, Array.isArray(value) ? Number(key) : key];
    yield own;
    yield* pathsOf(inner, own);
  }
}

/** Whether a key begins at a place: bare, in quotes, or within a header. */
function beginsKey(text: string, { line, column }: Place): boolean {
  const rest = text.split("\n")[line - 1]!.slice(column - 1);
  return /^(\[|["'A-Za-z0-9_-])/.test(rest);
}

test("whatever the names and values of a document, each of its keys is found", () => {
  const scalar = fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.integer(), fc.boolean());
  const table = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(scalar), fc.array(tie("table"), { maxLength: 3 }), tie("table")),
    table: fc.dictionary(fc.string({ maxLength: 5 }), tie("value"), { maxKeys: 4 }),
  })).table as fc.Arbitrary<Record<string, unknown>>;
  fc.assert(
    fc.property(table, (value) => {
      const text = stringify(value);
      const places = findPlaces(text);
      for (const path of pathsOf(parse(text))) {
        const place = places.get(placeKey(path));
        assert.ok(place, `${placeKey(path)} in\n${text}`);
        if (typeof path.at(-1) === "string") assert.ok(beginsKey(text, place), `${placeKey(path)} in\n${text}`);
      }
    }),
    { numRuns: 300 },
  );
});

test.run();
