import { test } from "uvu";
import * as assert from "uvu/assert";
import { finish, start } from "../host/child.js";
import { caseFile } from "./case-file.js";

interface Series {
  readonly measurement: string;
  readonly tags: Record<string, string>;
  readonly field: string;
  readonly points: number;
  readonly first: string;
}

/** What `score` finds in a case, and what it says on standard error; undefined where there is no such case here. */
async function scored(name: string): Promise<{ series: Series[]; unparsable: number; stderr: string } | undefined> {
  const file = caseFile(name);
  if (file === undefined) return undefined;
  const { stdout, stderr, code } = await finish(start(["score", "--json", file]));
  assert.is(code, 0, stderr);
  const [{ series, unparsable }] = JSON.parse(String(stdout)) as [{ series: Series[]; unparsable: number }];
  return { series, unparsable, stderr };
}

const namesOf = (series: readonly Series[]) =>
  series
    .map(({ measurement, tags, field }) => {
      const pairs = Object.entries(tags).map(([key, value]) => `,${key}=${value}`);
      return `${measurement}${pairs.join("")} ${field}`;
    })
    .sort();

test("line protocol in seconds is read as such, with a word about it", async () => {
  const found = await scored("stamps-in-seconds.lp.gz");
  if (found === undefined) return;
  assert.equal(namesOf(found.series), ["tide,station=a level"]);
  assert.is(found.series[0]!.first, "1439856000000000000");
  assert.match(found.stderr, /^I! .*: the timestamps are read as seconds/);
});

test("every table of an annotated CSV is read by its own header", async () => {
  const found = await scored("annotated-tables.csv");
  if (found === undefined) return;
  assert.equal(namesOf(found.series), ["air,sensor=A0 co", "air,sensor=A1 humidity"]);
  assert.equal([found.stderr, found.unparsable], ["", 0]);
});

test("a hydrometer's log has a gravity and a temperature of one batch, and its serial dates are no values", async () => {
  const found = await scored("hydrometer-log.csv");
  if (found === undefined) return;
  const batch = "hydrometer-log,Batch=PALE,Colour=GREEN";
  assert.equal(namesOf(found.series), [`${batch} Gravity`, `${batch} Temperature`]);
  assert.equal(
    found.series.map(({ points, first }) => [points, first]),
    [
      [300, "1780300800000000000"],
      [300, "1780300800000000000"],
    ],
  );
  assert.match(found.stderr, /column 2, Serial: left out/);
});

test("a controller's log without a header gets its columns by position, and a header is shown", async () => {
  const found = await scored("controller-log.csv");
  if (found === undefined) return;
  assert.equal(
    namesOf(found.series),
    [2, 3, 5, 6].map((column) => `controller-log column_${column}`),
  );
  for (const { points, first } of found.series) assert.equal([points, first], [200, "1780272000000000000"]);
  assert.is(found.unparsable, 0);
  assert.match(found.stderr, /there is no header: .* a first line like time;name1;/);
});

test.run();
