import { test } from "uvu";
import * as assert from "uvu/assert";
import { finish, start } from "../host/child.js";
import { canonical, holtline, missing, onceThrough, processor, testWithBrews } from "./telegraf.js";

const presets = ["tg-brew", "tg-brew-linear"];

for (const more of ['namepass = ["temperature"]', ""]) {
  const how = more === "" ? "without namepass" : "with namepass";
  testWithBrews(`two presets in a chain, ${how}, each add what they add alone and no more`, async (brews) => {
    const input = `${brews.slice(0, 300).join("\n")}\n`;
    const chain = presets.map((preset, index) => processor(holtline("run", "--preset", preset), index + 1, more));
    const { output, log } = await onceThrough(input, chain.join(""));
    const expected = canonical(input);
    for (const preset of presets) {
      const { stdout } = await finish(start(["run", "--preset", preset]), input);
      expected.push(...canonical(stdout.toString()).filter((line) => !line.startsWith("temperature,")));
    }
    const lines = canonical(output);
    assert.is(lines.length, 300 + 4 * 11_640);
    assert.is(missing(expected, lines), 0);
    assert.not.match(log, /[EW]! \[processors/);
  });
}

testWithBrews("two default processors in a chain score only the source", async (brews) => {
  const input = `${brews.slice(0, 300).join("\n")}\n`;
  const chain = processor(holtline(), 1) + processor(holtline("run", "--anomaly-name", "second"), 2);
  const lines = canonical((await onceThrough(input, chain)).output);
  const count = (name: string) => lines.filter((line) => line.startsWith(`${name},`)).length;
  assert.is(count("temperature"), 300);
  assert.is(count("anomaly"), 291);
  assert.is(count("second"), 291);
  assert.not.ok(lines.some((line) => /source=(anomaly|fcast)/.test(line)));
});

test.run();
