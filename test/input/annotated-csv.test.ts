import { test } from "uvu";
import * as assert from "uvu/assert";
import { made } from "./made.js";

const table = (header: string, row: string) => `#group,false,false,false,false,true,true,true
#datatype,string,long,dateTime:RFC3339,double,string,string,string
#default,_result,,,,,,
${header}
${row}
`;

test("each table has a header of its own", () => {
  const text =
    table(",result,table,_time,_value,_field,_measurement,sensor", ",,0,2026-06-01T00:00:00Z,0.48,co,air,A 0") +
    "\r\n" +
    table(",result,table,_time,_value,_measurement,_field,room", ",,1,2026-06-01T00:00:10Z,35.2,air,humidity,x");
  assert.equal(made("x.csv", text), {
    lines: ["air,sensor=A\\ 0 co=0.48 1780272000000000000", "air,room=x humidity=35.2 1780272010000000000"],
    problems: [],
    notices: [],
  });
});

test("the annotations may be missing, and a header may follow rows", () => {
  const text = `,result,table,_time,_value,_field,_measurement,sensor
,_result,0,2026-06-01T00:00:00Z,1,co,air,A0

,result,table,_time,_value,_field,_measurement,room
,_result,1,2026-06-01T00:00:00Z,2,co,air,x
`;
  assert.equal(made("answer", text).lines, [
    "air,sensor=A0 co=1 1780272000000000000",
    "air,room=x co=2 1780272000000000000",
  ]);
});

test("a pivoted table has a field a column; texts, truths and bounds are no fields", () => {
  const text = `#group,false,false,true,true,false,true,true,false,false,false
#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,string,string,double,long,string
#default,_result,,,,,,,,7,
,result,table,_start,_stop,_time,_measurement,host,idle,user,note
,,0,2026-06-01T00:00:00Z,2026-06-02T00:00:00Z,2026-06-01T00:00:10Z,cpu,a,99,,fine
`;
  assert.equal(made("x.csv", text).lines, ["cpu,host=a idle=99,user=7 1780272010000000000"]);
});

test("what influx write takes: types with roles, constants, and numbers as times", () => {
  const text = `#constant tag,dc,eu
#datatype measurement,tag,double,dateTime:number
m,host,used,time
mem,a,64.2,1780272000000000000
`;
  assert.equal(made("x.csv", text).lines, ["mem,dc=eu,host=a used=64.2 1780272000000000000"]);
});

test("an error of a query, a table without times, and a number that is none are told", () => {
  assert.match(
    made("x.csv", "#datatype,string,string\n,error,reference\n,out of memory,7\n").problems.join(),
    /^3:1: .*out of memory/,
  );
  assert.match(
    made("x.csv", "#datatype,string,double\n,result,_value\n,,1\n").problems.join(),
    /^2:1: expected a column _time/,
  );
  const [problem] = made(
    "x.csv",
    table(",result,table,_time,_value,_field,_measurement,sensor", ",,0,2026-06-01T00:00:00Z,much,co,air,A0"),
  ).problems;
  assert.is(problem, '5:26: expected a number, found "much"');
});

test.run();
