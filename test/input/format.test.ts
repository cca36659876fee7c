import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Format, formatOf } from "../../src/input/format.js";

const formats: readonly (readonly [text: string, format: Format])[] = [
  ["m,a=1 f=1 1\n", "line protocol"],
  ["# a comment\nm f=1\n", "line protocol"],
  ["m,a=1 f=+1 5\n", "line protocol"],
  ["bad line\nm f=1\n", "line protocol"],
  ["This is\nno data\n", "line protocol"],
  ["", "line protocol"],
  ["time,value\n2026-01-01,1\n", "CSV"],
  ["Nov 28 2026 18:20:00;18.9;None\n", "CSV"],
  ["title\ntime;value\n2026-01-01;1\n", "CSV"],
  ["#group,false\n#datatype,string\n", "annotated CSV"],
  ["#datatype measurement,double\nm,v\n", "annotated CSV"],
  [",result,table,_time,_value,_field\n", "annotated CSV"],
  ['{"time":1}\n', "JSON"],
  ["\ufeff[\n  {\n", "JSON"],
  ['{\n  "time": 1', "JSON"],
  ['{__name__="up"} 1 1795890000000\n', "Prometheus text"],
  ["# HELP a b\n# TYPE a gauge\na 1\n", "Prometheus text"],
  ['up{job="a"} 1 1795890000000\n', "Prometheus text"],
];

test("an input is known by its first lines", () => {
  for (const [text, format] of formats) assert.is(formatOf("x", new TextEncoder().encode(text)), format, text);
});

test("what is called .csv or .tsv is a table", () => {
  const bytes = new TextEncoder().encode("2026-01-01 1\n");
  for (const name of ["a.csv", "a.TSV", "a.csv.gz"]) assert.is(formatOf(name, bytes), "CSV", name);
});

test.run();
