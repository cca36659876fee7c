import { test } from "uvu";
import * as assert from "uvu/assert";
import { GlobError } from "../../src/engine/glob.js";
import { fieldName } from "../../src/engine/names.js";
import { compileRules } from "../../src/engine/rule.js";
import { resolve, type Settings } from "../../src/options.js";
import { latin1, lineOf } from "./metric.js";

/** Names of the fields that are selected from a line. */
function selected(text: string, settings: Partial<Settings> = {}): string {
  const bytes = latin1(text);
  const fields = compileRules(resolve(settings)).select(bytes, lineOf(text));
  return fields.map((field) => fieldName(bytes, field)).join(" ");
}

/** Whether a glob of `--field` takes a field key, which is written as in a line. */
const takes = (glob: string, key: string) => selected(`m ${key}=1`, { field: [glob] }) !== "";

test("integers and floats are selected, strings and booleans are not", () => {
  assert.is(selected('m,t=u a=1,b=2i,c=3u,d="4",e=t,f=-.5e3 5'), "a b c f");
});

test("measurements and fields are selected by any of their globs", () => {
  const settings = { measurement: ["cpu", "mem*"], field: ["usage_*", "used"] };
  assert.is(selected("cpu usage_idle=1,used=2,free=3", settings), "usage_idle used");
  assert.is(selected("memory used=2,free=3", settings), "used");
  assert.is(selected("cpu0 used=2", settings), "");
});

test("globs match whole names, as Telegraf's do", () => {
  const rows: [string, string, string][] = [
    ["abc", "abc", "abcd xabc ab ABC"],
    ["a*", "a ab abc a\\,b\\ c", "ba"],
    ["*b*", "b abc", "ac"],
    ["**", "a abc", ""],
    ["a?c", "abc a.c a\\ c", "ac abbc"],
    ["a[bc]d", "abd acd", "aed ad abcd"],
    ["a[!bc]d", "aed", "abd acd"],
    ["a[a-cx0-9]d", "abd axd a7d", "add a-d"],
    ["a[-x]d", "a-d axd", "aad"],
    ["a[^b]d", "a^d abd", "aed"],
    ["a[\\]\\-]d", "a]d a-d", "aed"],
    ["{cpu,mem*}_x", "cpu_x mem_x memory_x", "cpu mem disk_x"],
    ["a{,b{c,d}}", "a abc abd", "ab"],
    ["a\\*", "a*", "ab"],
    ["a.c$|(d)+", "a.c$|(d)+", "abc"],
    ["a}]b", "a}]b", ""],
    ["a,b", "a\\,b", "a b"],
  ];
  for (const [glob, inside, outside] of rows) {
    for (const key of inside.split(/(?<!\\) /)) assert.ok(takes(glob, key), `${glob} ${key}`);
    for (const key of outside.split(" ").filter(Boolean)) assert.not(takes(glob, key), `${glob} ${key}`);
  }
});

test("a question mark stands for one character, not one byte", () => {
  const bytes = new TextEncoder().encode("m grün=1");
  const line = lineOf(Buffer.from(bytes).toString("latin1"));
  assert.is(compileRules(resolve({ field: ["gr?n"] })).select(bytes, line).length, 1);
});

test("a glob that can't be read is refused with its option", () => {
  for (const [glob, reason] of [
    ["a[b", "has a [ without its ]"],
    ["a[", "has a [ without its ]"],
    ["a[]", "has brackets with nothing in them"],
    ["a[!]", "has brackets with nothing in them"],
    ["a[z-a]", "has the range z-a the wrong way round"],
    ["{a,b", "has a { without its }"],
    ["a\\", "ends in a backslash"],
  ] as const) {
    try {
      compileRules(resolve({ measurement: ["ok", glob] }));
      assert.unreachable(glob);
    } catch (error) {
      assert.instance(error, GlobError);
      assert.ok((error as GlobError).message.startsWith(`--measurement ${glob}: ${reason}`), (error as Error).message);
    }
  }
});

test("our own lines are known by name and tags", () => {
  assert.is(selected("anomaly,brew=a,source=beer,field=t y=1,yhat=2"), "");
  assert.is(selected("fcast,field_=t,source=beer yhat=2"), "");
  assert.is(selected("fcast,field=a,field__=t,source=b,source_=beer yhat=2"), "");
  assert.is(selected("anomaly,brew=a,source=beer y=1"), "y");
  assert.is(selected("anomaly,brew=a,sources=beer,field=t y=1"), "y");
  assert.is(selected("beer,source=beer,field=t y=1"), "y");
  assert.is(selected("fcastlinear,brew=a y=1"), "y");
});

test("our own lines have the names that were given", () => {
  const settings = { anomalyName: "odd one", forecastName: "path" };
  assert.is(selected("odd\\ one,source=beer,field=t y=1", settings), "");
  assert.is(selected("path,source=beer,field=t y=1", settings), "");
  assert.is(selected("other,source=beer,field=t y=1", settings), "y");
});

test("lines of our statistics are known by name and fields", () => {
  const counts = "lines=1i,scored=1i,passed=0i,unparsable=0i,late=0i,incidents=0i,series=1i,evictions=0i";
  for (const preset of [undefined, "tg-brew"] as const) {
    assert.is(selected(`holtline_stats,instance=a,host=b ${counts},coverage=.9,mase=.8`, { preset }), "");
    assert.is(selected(`holtline_stats ${counts}`, { preset }), "");
    assert.is(selected("holtline_stats lines=1i", { preset }), "lines");
    assert.is(selected(`holtline_stats ${counts},other=1`, { preset }).split(" ").length, 9);
  }
});

test("with a preset the lines of either preset are known by name alone", () => {
  for (const preset of ["tg-brew", "tg-brew-linear"] as const) {
    for (const name of ["fcast", "anomaly", "fcastlinear", "anomalylinear"]) {
      assert.is(selected(`${name},brew=a temperature=1`, { preset }), "", name);
    }
    assert.is(selected("temperature,brew=a temperature=1", { preset }), "temperature");
  }
});

test("what was spliced into a line is not scored again, nor what it was spliced for", () => {
  assert.is(selected("m t=1,t_yhat=2,t_yhat_lower=3,t_yhat_upper=4,t_anomaly_score=5,t_is_anomaly=f,u=6"), "u");
  assert.is(selected("m t_anomaly_score=5,u=6,t_yhat_upper=4,t_yhat=2,t=1"), "u");
  assert.is(selected("m a\\ b=1,a\\ b_yhat=2,u=6"), "u");
});

test("a field that is only called like a spliced one is scored", () => {
  assert.is(selected("m t_yhat=2,u=6"), "t_yhat u");
  assert.is(selected("m t=1,t_yhat_lower=2"), "t");
  assert.is(selected("m yhat=1,_yhat=2,anomaly_score=3"), "yhat _yhat anomaly_score");
});

test.run();
