import { test } from "uvu";
import * as assert from "uvu/assert";
import { plainLines } from "../host/child.js";
import { holtline, onceThrough, processor, testWithTelegraf } from "./telegraf.js";

/** Lines that Telegraf takes; one field each, because it writes several in random order. */
const hostile = [
  'häuser\\ und\\,höfe,🍺\\=a=b\\,c\\ d,t="quoted" s="a\\"b\\\\c\nd,e=f 7\n\n# no comment\nm f=1 2" 1600000000000000001',
  "integers,of=63bits i=9223372036854775807i 1600000000000000002",
  "integers,of=53bits i=9007199254740993i 1600000000000000003",
  "integers,of=64bits i=18446744073709551615u 1600000000000000004",
  "numbers,are=odd f=.5 1600000000000000005",
  "numbers,are=odd f=-1.25e-3 1600000000000000006",
  "numbers,are=odd f=1e300 1600000000000000007",
  "  blanks,before=it   b=true   1600000000000000008",
  "endings,of=windows f=3 1600000000000000009\r",
  "# a comment, with f=1 5",
  "",
  `long,text=yes s="${"y\n".repeat(1_500_000)}" 1600000000000000010`,
  `long,tag=${"x".repeat(40_000)} f=1 1600000000000000011`,
];

const withoutOurs = (output: string) => output.replace(/^(anomaly|fcast),.*\n/gm, "");

testWithTelegraf(
  "hostile metrics leave Telegraf as they would without Holtline, and the good ones are scored",
  async () => {
    const good = plainLines(60).trimEnd().split("\n");
    const lines = good.flatMap((line, index) => (index % 20 === 7 ? [...hostile, line] : [line]));
    const input = `${lines.join("\n")}\n`;
    const { output: plain } = await onceThrough(input, "");
    const { output, log } = await onceThrough(input, processor(holtline()));
    assert.ok(plain.includes('c\nd,e=f 7\n\n# no comment\nm f=1 2"'));
    assert.is(withoutOurs(output) === plain, true, "bytes differ");
    assert.is(output.match(/^anomaly,brew=bv_1,/gm)?.length, 51);
    assert.not.match(log, /E! \[processors/);
  },
);

testWithTelegraf("a metric without a time is stamped once and comes through", async () => {
  const input = "m,t=a f=1\nm,t=b f=2\n";
  const { output } = await onceThrough(input, processor(holtline()));
  assert.match(output, /^m,t=a f=1 \d{19}\nm,t=b f=2 \d{19}\n$/);
});

test.run();
