import { test } from "uvu";
import * as assert from "uvu/assert";
import { made } from "./made.js";

test("the exposition format: milliseconds, labels with escapes, and no value where there is none", () => {
  const text = `# HELP requests_total The total.
# TYPE requests_total counter
requests_total{method="post",code="200",empty=""} 1027 1795890000000
requests_total { code = "400" , } 3 1795890000000
file_seconds{path="C:\\\\DIR",error="not \\"found\\""} 1.458e9 1795890000000
odd +Inf 1795890000000
odd NaN 1795890000000
plain 12.47 1795890060000
`;
  assert.equal(made("metrics", text), {
    lines: [
      "requests_total,method=post,code=200 value=1027 1795890000000000000",
      "requests_total,code=400 value=3 1795890000000000000",
      'file_seconds,path=C:\\DIR,error=not\\ "found" value=1.458e9 1795890000000000000',
      "plain value=12.47 1795890060000000000",
    ],
    problems: [],
    notices: [],
  });
});

test("OpenMetrics: seconds, and exemplars are left out", () => {
  const text = '# TYPE foo counter\nfoo_total{a="b"} 17.0 1795890000.25 # {id="x"} 0.67\n# EOF\n';
  assert.equal(made("om", text).lines, ["foo_total,a=b value=17.0 1795890000250000000"]);
  assert.equal(made("om", "# TYPE foo gauge\nfoo 1 1795890000\n").lines, ["foo value=1 1795890000000000000"]);
  assert.equal(made("om", "# TYPE foo gauge\nfoo 1 5\n", "s").lines, ["foo value=1 5000000000"]);
});

test("what promtool tsdb dump writes", () => {
  const text = '{__name__="up", instance="a:9090", job="x"} 1 1795890000000\n{"a.b", job="x"} 2 1795890000000\n';
  assert.equal(made("dump.txt", text).lines, [
    "up,instance=a:9090,job=x value=1 1795890000000000000",
    "a.b,job=x value=2 1795890000000000000",
  ]);
});

test("a sample without a timestamp, and what is none, are told", () => {
  const { lines, problems } = made("x", "# TYPE a gauge\na 1\na{b} 1 2\na 2 1795890000000\n");
  assert.is(lines.length, 1);
  assert.equal(problems, [
    '2:4: expected a sample like http_requests_total{code="200"} 1027 1767225600000: this one has no timestamp',
    '3:1: expected a sample like http_requests_total{code="200"} 1027 1767225600000, found "a{b} 1 2"',
  ]);
});

test.run();
