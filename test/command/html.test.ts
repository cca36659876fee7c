import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { unpackColumns } from "../../src/report/columns.js";
import type { ReportData } from "../../src/report/data.js";
import { finish, root, start } from "../host/child.js";

const folder = mkdtempSync(join(tmpdir(), "holtline-html-"));
const page = join(folder, "report.html");
const score = async (args: string[], input = "") => {
  const { stdout, stderr, code } = await finish(start(["score", "--charts", "0", ...args]), input);
  return { stdout: String(stdout), stderr, code };
};

/** The data of the page, as a browser finds it. */
function written(): { text: string; data: ReportData } {
  const text = readFileSync(page, "utf8");
  const [, json] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(text)!;
  return { text, data: JSON.parse(json!) as ReportData };
}

test.after(() => rmSync(folder, { recursive: true }));

test("the page holds every point, series and incident, and says how it was made", async () => {
  const labels = ["--labels", "data/brews.labels.csv"];
  const { stdout } = await score(["data/brews.lp.gz", "--html", page, ...labels]);
  assert.match(stdout, /\n.*report\.html: \d+ kB, to be opened in a browser\n$/);
  const { data } = written();
  assert.match(data.command, /^holtline score --charts 0 data\/brews\.lp\.gz --html /);
  const [{ series, incidents, incidentCount, labels: table, columns, isThinned }] = data.files as [
    ReportData["files"][0],
  ];
  assert.equal(
    series.map(({ rows }) => rows),
    [6_000, 6_000],
  );
  assert.not(isThinned);
  assert.is(incidents.length, incidentCount);
  assert.is(table!.rows.at(-1)![0], "all");
  const bytes = Uint8Array.from(gunzipSync(Buffer.from(columns, "base64")));
  const [first] = unpackColumns(bytes, [6_000, 6_000]);
  assert.is(first!.time[0], 1_767_225_600_000);
  assert.is(first!.time.at(-1), 1_767_225_600_000 + 5_999_000);
});

test("no name can end the element that the data is in, and the page may ask for nothing", async () => {
  const name = '</script><script>alert(1)</script><!--,a=</script\\ x\\="y"';
  const lines = Array.from({ length: 50 }, (_, at) => `${name} f=${at % 5} ${at}000000000\n`).join("");
  await score(["-", "--html", page], lines);
  const { text, data } = written();
  assert.is(data.files[0]!.series[0]!.name.measurement, "</script><script>alert(1)</script><!--");
  assert.is([...text.matchAll(/<script/gi)].length, 2);
  assert.is([...text.matchAll(/<\/script/gi)].length, 2);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)![1]!;
  assert.match(policy, /^default-src 'none'; script-src 'sha256-\S+'; style-src 'sha256-\S+'; img-src data:; /);
  assert.not.match(text, /(src|href)="(?!data:|#)/);
});

test("files are apart, and --json is not in the way", async () => {
  const other = join(folder, "other.lp");
  writeFileSync(other, "m f=1 1\n");
  const { stdout } = await score(["data/brews.lp.gz", other, "--html", page, "--json"]);
  assert.is((JSON.parse(stdout) as unknown[]).length, 2);
  assert.equal(
    written().data.files.map(({ name, series }) => [name, series.length]),
    [
      ["data/brews.lp.gz", 2],
      [other, 1],
    ],
  );
});

test("the page without data weighs at most 50 KB gzipped", () => {
  const weight = gzipSync(readFileSync(join(root, "build/report.html")), { level: 9 }).length;
  assert.ok(weight <= 50 * 1024, `${weight} bytes`);
});

test("where it can't be written, that is said before the work", async () => {
  const refused: [string, RegExp][] = [
    [folder, /--html .*: that is a directory; give a file in it$/],
    ["data/brews.lp.gz", /--html .*: that is the file to be scored; give another name$/],
    ["-", /--html -: the page is a file; give a name that ends in \.html$/],
    [join(folder, "none/x.html"), /--html .*none\/x\.html: it can't be written \(ENOENT/],
  ];
  for (const [path, message] of refused) {
    const { stdout, stderr, code } = await score(["data/brews.lp.gz", "--html", path]);
    assert.is(stdout, "");
    assert.match(stderr.trimEnd(), message);
    assert.is(code, 2);
  }
});

test.run();
