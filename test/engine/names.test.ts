import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { escapeMeasurement, escapeName, unescapeMeasurement, unescapeName } from "../../src/engine/escape.js";
import type { Line } from "../../src/engine/line.js";
import {
  canonicalKey,
  endsInWord,
  fieldName,
  isMeasurement,
  isTagKey,
  keyName,
  measurementName,
  tagKeyName,
  tagText,
  underscores,
} from "../../src/engine/names.js";
import { anyMetric, characters, latin1, lineOf, type Metric, nastyLine, nastyNames, serialized } from "./metric.js";

/** The parts of the canonical key of a line's first field. */
function keysOf(text: string) {
  const line = lineOf(text);
  const key = canonicalKey(latin1(text), line, line.fields[0]!);
  const written = characters(key.text);
  return {
    measurement: written.slice(0, key.measurementLength),
    prefix: written.slice(0, key.prefixLength),
    field: written.slice(key.prefixLength, key.prefixLength + key.fieldLength),
    text: written,
  };
}

const keyOf = (text: string) => keysOf(text).prefix;
const fieldKeyOf = (text: string) => keysOf(text).field;

function nameOf(text: string) {
  const line = lineOf(text);
  return keyName(canonicalKey(latin1(text), line, line.fields[0]!));
}

test("names are escaped as Telegraf does it, and come back", () => {
  const measurement = (name: string) => characters(escapeMeasurement(latin1(name)));
  const other = (name: string) => characters(escapeName(latin1(name)));
  assert.is(measurement("a b,c=d\\e"), "a\\ b\\,c=d\\e");
  assert.is(other("a b,c=d\\e"), "a\\ b\\,c\\=d\\e");
  assert.is(other("a\tb\nc\vd\fe\rf"), "a\\tb\\nc\\vd\\fe\\rf");
  assert.is(characters(unescapeMeasurement(latin1("a\\ b\\,c\\=d"), 0, 10)), "a b,c\\=d");
  assert.is(characters(unescapeName(latin1("a\\ b\\,c\\=d"), 0, 10)), "a b,c=d");
});

test("what has nothing to unescape is not copied", () => {
  const bytes = latin1("abc\\d");
  assert.is(unescapeName(bytes, 0, 5).buffer, bytes.buffer);
  assert.is(unescapeMeasurement(bytes, 0, 3).buffer, bytes.buffer);
});

test('\\" is a spelling of " only in a tag or field key that holds a comma, a blank or an equals sign', () => {
  assert.is(keyOf('m,a\\"\\ =\\"\\, v=1'), 'm,a"\\ ="\\,');
  assert.is(keyOf('m,a"\\ ="\\, v=1'), 'm,a"\\ ="\\,');
  assert.is(keyOf('m\\"\\ ,a\\"=\\" v=1'), 'm\\"\\ ,a\\"=\\"');
  assert.is(fieldKeyOf('m a\\"\\ =1'), fieldKeyOf('m a"\\ =1'));
  assert.is.not(fieldKeyOf('m a\\"=1'), fieldKeyOf('m a"=1'));
});

test("tags are sorted by the bytes of their keys, not of their spellings", () => {
  assert.is(keyOf("m,b=1,aA=2,a\\ b=3,B=4,ä=5 v=1".replace("ä", "\xe4")), "m,B=4,a\\ b=3,aA=2,b=1,\xe4=5");
});

test("of tags with one key the last counts", () => {
  assert.is(keyOf("m,b=1,a=2,b=3 v=1"), keyOf("m,a=2,b=3 v=1"));
});

test("a line that Telegraf wrote has its canonical key as it stands", () => {
  fc.assert(
    fc.property(anyMetric, (metric) => {
      const text = serialized(metric);
      const line = lineOf(text);
      assert.is(keyOf(text), text.slice(line.keyStart, line.keyEnd));
      const field = line.fields[0]!;
      assert.is(fieldKeyOf(text), text.slice(field.keyStart, field.keyEnd));
    }),
  );
});

test("tags in any order give the same key", () => {
  const shuffled = anyMetric.chain((metric) =>
    fc
      .shuffledSubarray(metric.tags, { minLength: metric.tags.length })
      .map((tags): [Metric, Metric] => [metric, { ...metric, tags }]),
  );
  fc.assert(
    fc.property(shuffled, ([metric, other]) => {
      assert.is(keyOf(serialized(metric)), keyOf(serialized(other)));
    }),
  );
});

test("a canonical key gives the names back that it was made of", () => {
  fc.assert(
    fc.property(anyMetric, (metric) => {
      const utf8 = (name: string) => new TextDecoder().decode(latin1(name));
      const [[field]] = metric.fields as [[string, unknown]];
      assert.equal(nameOf(serialized(metric)), {
        measurement: utf8(metric.measurement),
        tags: metric.tags.map(([key, value]) => [utf8(key), utf8(value)]),
        field: utf8(field),
      });
    }),
  );
});

test("a canonical key gives names back that Telegraf itself would misread", () => {
  assert.equal(nameOf('m\\\\,a\\\\"\\ b=c v\\\\=1'), { measurement: "m\\\\", tags: [['a\\" b', "c"]], field: "v\\\\" });
});

test("different series have different keys, though their bytes in a row are the same", () => {
  const spellings = [
    "a,b=c d=1",
    "a\\,b=c d=1",
    "a\\,b\\=c d=1",
    "a,b=c\\,d\\=e f=1",
    "a,b=c,d=e f=1",
    "a\\\\,b=c d=1",
  ];
  const keys = spellings.map((text) => {
    const { text: key, prefixLength } = canonicalKey(latin1(text), lineOf(text), lineOf(text).fields[0]!);
    return `${prefixLength} ${characters(key)}`;
  });
  assert.is(new Set(keys).size, spellings.length);
});

test("a tag of ours takes as many underscores as the source's own tags leave it", () => {
  const needed = (text: string, word: string) => underscores(latin1(text), lineOf(text), word);
  assert.is(needed("m,a=b v=1", "source"), 0);
  assert.is(needed("m,source=b v=1", "source"), 1);
  assert.is(needed("m,source=b v=1", "field"), 0);
  assert.is(needed("m,source=b,source_=c,field_=d v=1", "source"), 2);
  assert.is(needed("m,source=b,source_=c,field_=d v=1", "field"), 0);
});

/** The same parts by the definition: all names unescaped, the tags sorted by them, and escaped again. */
function defined(bytes: Uint8Array, line: Line): ReturnType<typeof keysOf> {
  const { start, end } = line.measurement;
  const measurement = characters(escapeMeasurement(unescapeMeasurement(bytes, start, end)));
  const tags = line.tags.map((tag) => ({
    key: unescapeName(bytes, tag.keyStart, tag.keyEnd),
    value: unescapeName(bytes, tag.valueStart, tag.valueEnd),
  }));
  tags.sort((one, other) => Buffer.compare(one.key, other.key));
  const written = tags.map(({ key, value }) => `,${characters(escapeName(key))}=${characters(escapeName(value))}`);
  const prefix = measurement + written.join("");
  const { keyStart, keyEnd } = line.fields[0]!;
  const field = characters(escapeName(unescapeName(bytes, keyStart, keyEnd)));
  return { measurement, prefix, field, text: prefix + field };
}

test("a canonical key is what unescaping, sorting and escaping make of any line", () => {
  fc.assert(
    fc.property(nastyLine, (text) => {
      assert.equal(keysOf(text), defined(latin1(text), lineOf(text)), JSON.stringify(text));
    }),
    { numRuns: 2000 },
  );
});

test("a canonical key is the same in room that others were written to, and where that is too small", () => {
  const room = new Uint8Array(64).fill(255);
  fc.assert(
    fc.property(nastyLine, (text) => {
      const line = lineOf(text);
      const key = canonicalKey(latin1(text), line, line.fields[0]!, room);
      assert.is(characters(key.text), keysOf(text).text, JSON.stringify(text));
    }),
  );
});

test("a tag has the same text alone as in a key", () => {
  fc.assert(
    fc.property(nastyLine, (text) => {
      const line = lineOf(text);
      const alone = line.tags.map((tag) => characters(tagText(latin1(text), tag)));
      const { measurement, prefix } = keysOf(text);
      assert.is(alone.join("").length, prefix.length - measurement.length);
      for (const tag of alone) assert.ok(prefix.includes(tag), JSON.stringify(text));
    }),
  );
});

test("names are told apart by their bytes as by their text", () => {
  fc.assert(
    fc.property(nastyLine, (text) => {
      const bytes = latin1(text);
      const line = lineOf(text);
      const keys = line.tags.map((tag) => tagKeyName(bytes, tag));
      const asked = [...nastyNames, ...keys, measurementName(bytes, line)];
      for (const name of asked) {
        assert.is(
          isMeasurement(bytes, line, name),
          measurementName(bytes, line) === name,
          JSON.stringify([text, name]),
        );
        for (const [index, tag] of line.tags.entries())
          assert.is(isTagKey(bytes, tag, name), keys[index] === name, JSON.stringify([text, name]));
      }
      for (const word of ["source", "field", "step"]) {
        let key = word;
        while (keys.includes(key)) key += "_";
        assert.is(word.length + underscores(bytes, line, word), key.length, JSON.stringify(text));
      }
      for (const field of line.fields) {
        for (const ending of ["_yhat", "_yhat_lower", "step", "e"])
          assert.is(endsInWord(bytes, field, ending), fieldName(bytes, field).endsWith(ending), JSON.stringify(text));
      }
    }),
    { numRuns: 1000 },
  );
});

test("a byte order mark before a word is no part of its text", () => {
  const bytes = latin1("m,\xef\xbb\xbfsource=b v=1");
  assert.is(underscores(bytes, lineOf(characters(bytes)), "source"), 1);
});

test.run();
