import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Column, tableOf } from "../../src/command/table.js";

type Row = { name: string; count: number };
const columns: Column<Row>[] = [
  { title: "name", text: ({ name }) => name, left: true },
  { title: "since", text: () => "2026-01-01", dispensable: 2 },
  { title: "at", text: () => "now", dispensable: 1 },
  { title: "count", text: ({ count }) => String(count), loud: ({ count }) => count > 5 },
];
const rows = [
  { name: "ipa", count: 12 },
  { name: "stout", count: 3 },
];

test("texts stand at the left, numbers at the right, nothing trails", () => {
  assert.is(
    tableOf(columns, rows, { width: 80, colours: false }),
    `name        since   at  count
ipa    2026-01-01  now     12
stout  2026-01-01  now      3
`,
  );
});

test("a narrow terminal costs the dispensable columns, one after the other", () => {
  const widest = (width: number) => tableOf(columns, rows, { width, colours: false }).split("\n")[0];
  assert.is(widest(29), "name        since   at  count");
  assert.is(widest(28), "name    at  count");
  assert.is(widest(16), "name   count");
  assert.is(widest(5), "name   count");
});

test("at last an elastic column loses the middle of its texts, down to twelve characters", () => {
  const elastic: Column<Row>[] = [{ ...columns[0]!, elastic: true }, columns[3]!];
  const long = [{ name: "temperature,brew=ipa_3 temperature", count: 1 }];
  const shown = (width: number) => tableOf(elastic, long, { width, colours: false }).split("\n")[1];
  assert.is(shown(41), "temperature,brew=ipa_3 temperature      1");
  assert.is(shown(40), "temperature,brew…pa_3 temperature      1");
  assert.is(shown(3), "temper…ature      1");
});

test("colours change no width, and nothing but what is loud and the header", () => {
  const text = tableOf(columns, rows, { width: 80, colours: true });
  const plain = text.replaceAll("\x1b[1m", "").replaceAll("\x1b[31m", "").replaceAll("\x1b[0m", "");
  assert.is(plain, tableOf(columns, rows, { width: 80, colours: false }));
  assert.match(text, "\x1b[31m   12\x1b[0m");
  assert.not.match(text, "\x1b[31m    3\x1b[0m");
});

test("a name can't move the cursor of a terminal", () => {
  const text = tableOf(columns, [{ name: "\x1b[2Ja\nb", count: 1 }], { width: 80, colours: false });
  assert.match(text, "�[2Ja�b");
});

test.run();
