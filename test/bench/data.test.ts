import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readBrews, readCloud, readNab, runsOf, sharedData } from "../../bench/data.js";

function directory(files: Record<string, string | Uint8Array>, use: (root: string) => void): void {
  const root = mkdtempSync(join(tmpdir(), "holtline-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(join(root, name, ".."), { recursive: true });
      writeFileSync(join(root, name), content);
    }
    use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const nabFiles = {
  "data/real/a.csv": "timestamp,value\n2014-04-10 07:15:00,1\n2014-04-10 07:20:00,2.5\n2014-04-10 07:25:00,3\n",
  "results/x/real/a.csv": "timestamp,value,anomaly_score\n2014-04-10 07:15:00,9,9\n",
  "labels/combined_windows.json":
    '{"real/a.csv":[["2014-04-10 07:16:00.000000","2014-04-10 07:25:00.000000"]],"real/gone.csv":[]}',
};

test("a checkout of NAB: data, labels and results in folders of their own", () => {
  directory(nabFiles, (root) => {
    const [series, ...others] = readNab(root);
    assert.is(others.length, 0);
    assert.is(series!.name, "real/a.csv");
    assert.is(series!.category, "real");
    assert.equal([...series!.values], [1, 2.5, 3]);
    assert.is(series!.times[0], Date.UTC(2014, 3, 10, 7, 15) / 1000);
    assert.equal(series!.labelled, [{ first: 1, last: 2 }]);
  });
});

test("a part of NAB: folders and windows.json beside each other", () => {
  const files = { "real/a.csv": nabFiles["data/real/a.csv"], "windows.json": '{"real/a.csv":[]}' };
  directory(files, (root) => assert.is(readNab(root).length, 1));
});

test("a directory without windows is named", () => {
  directory({ "a.csv": "" }, (root) => assert.throws(() => readNab(root), /neither combined_windows.json nor/));
  assert.throws(() => readNab("/no/such"), /\/no\/such: there is no such directory/);
});

test("cloud data with and without quotes and zones", () => {
  const files = {
    "k/one.csv":
      '"TimeStamp","Value","Label"\r\n"2018-04-25T00:00:00Z","1.5","0"\r\n"2018-04-25T00:01:00Z","2","1"\r\n',
    "k/two.csv": "TimeStamp,Value,Label\n2018-04-25 00:00:00,7,1\n",
  };
  directory(files, (root) => {
    const [one, two] = readCloud(root);
    assert.equal([one!.name, one!.category], ["k/one.csv", "k"]);
    assert.equal([...one!.values], [1.5, 2]);
    assert.equal(one!.labelled, [{ first: 1, last: 1 }]);
    assert.is(one!.times[0], two!.times[0]);
  });
});

test("brews come apart by tags, misreads labelled", () => {
  const line = (brew: string, value: number, second: number) =>
    `temperature,brew=${brew} temperature=${value} ${second}000000000\n`;
  const text = line("a", 18.8, 1) + line("b", 27.5, 1) + line("a", 14, 2) + line("a", 18.7, 3);
  directory({ "brews.lp.gz": gzipSync(text) }, (root) => {
    const [a, b] = readBrews(join(root, "brews.lp.gz"));
    assert.equal([...a!.values], [18.8, 14, 18.7]);
    assert.equal(a!.labelled, [{ first: 1, last: 1 }]);
    assert.equal(b!.labelled, [{ first: 0, last: 0 }]);
  });
});

test("runs reach to both ends of the rows", () => {
  assert.equal(runsOf(Uint8Array.of(1, 1, 0, 1)), [
    { first: 0, last: 1 },
    { first: 3, last: 3 },
  ]);
});

if (existsSync(sharedData("nab"))) {
  test("the shared data is as its README says", () => {
    const nab = readNab(sharedData("nab"));
    assert.is(nab.length, 31);
    assert.ok(nab.every((series) => series.labelled.every((run) => run.first >= 0 && run.last > run.first)));
    const cloud = readCloud(sharedData("cloud"));
    assert.is(cloud.length, 33);
    assert.is(
      cloud.reduce((sum, series) => sum + series.labelled.length, 0),
      186,
    );
    const brews = readBrews(sharedData("brew-temps.lp.gz"));
    const misreads = brews.map(({ labelled }) => labelled.reduce((sum, run) => sum + run.last - run.first + 1, 0));
    assert.equal(
      brews.map(({ values }) => values.length),
      [1_879, 35_937],
    );
    assert.equal(misreads, [127, 107]);
  });
} else console.log("data.test: skipped what needs ../shared/data, which is not here");

test.run();
