import { test } from "uvu";
import * as assert from "uvu/assert";
import { finish, start } from "../host/child.js";
import { canonical, holtline, missing, onceThrough, processor, testWithBrews } from "./telegraf.js";

const SECOND = 1_000_000_000n;

/** What `holtline run` writes for the lines without any Telegraf around it. */
async function alone(flags: string[], lines: string): Promise<string> {
  return (await finish(start(["run", ...flags]), lines)).stdout.toString();
}

const named = (lines: string[], measurement: string) => lines.filter((line) => line.startsWith(`${measurement},`));

testWithBrews(
  "both brews come through telegraf --once whole, in order, with what holtline alone adds",
  async (brews) => {
    const input = `${brews.join("\n")}\n`;
    const { output, log } = await onceThrough(input, processor(holtline()));
    const lines = canonical(output);
    // compared as text: telling two lists of this length apart line by line takes minutes
    assert.ok(named(lines, "temperature").join("\n") === canonical(input).join("\n"));
    assert.ok(lines.join("\n") === canonical(await alone([], input)).join("\n"));
    assert.ok(named(lines, "fcast").length > brews.length);
    assert.not.match(log, /[EW]! \[processors/);
  },
);

testWithBrews("preset tg-brew writes the example's forecasts and residuals for its first 300 points", async (brews) => {
  const first = brews.slice(0, 300);
  const input = `${first.join("\n")}\n`;
  const { output } = await onceThrough(input, processor(holtline("run", "--preset", "tg-brew")));
  const lines = canonical(output);
  assert.is(lines.length, 300 + 2 * 11_640);
  assert.is(missing(canonical(input), lines), 0);
  assert.equal(lines, canonical(await alone(["--preset", "tg-brew"], input)));

  const [, , stamp] = first[0]!.split(" ");
  const tags = first[0]!.slice("temperature".length, first[0]!.indexOf(" "));
  for (const name of ["fcast", "anomaly"]) {
    const expected: string[] = [];
    for (let point = 10n; point <= 300n; point++) {
      for (let step = 1n; step <= 40n; step++) {
        expected.push(`${name}${tags} temperature ${BigInt(stamp!) + (point - 1n + step) * SECOND}`);
      }
    }
    const written = named(lines, name).map((line) => line.replace(/=[^= ]+ (\d+)$/, " $1"));
    assert.equal(written, expected);
  }
});

testWithBrews("the residual of tg-brew is the distance of the last forecast step from the point", async (brews) => {
  const input = `${brews.slice(0, 40).join("\n")}\n`;
  const { output } = await onceThrough(input, processor(holtline("run", "--preset", "tg-brew")));
  let value = Number.NaN;
  let path: number[] = [];
  let residuals = 0;
  for (const line of canonical(output)) {
    const number = Number(/temperature=(\S+)/.exec(line)![1]);
    if (line.startsWith("temperature,")) [value, path] = [number, []];
    else if (line.startsWith("fcast,")) path.push(number);
    else path.unshift(number);
    if (path.length < 80) continue;
    const last = path.at(-1)!;
    for (const residual of path.slice(0, 40)) assert.ok(Math.abs(residual - Math.abs(last - value)) < 1e-4, line);
    residuals += 40;
    path = [];
  }
  assert.is(residuals, 31 * 40);
});

test.run();
