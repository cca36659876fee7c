import { test } from "uvu";
import * as assert from "uvu/assert";
import { made, rows, START } from "./made.js";

const nanoseconds = (at: number) => `${START + at * 60_000}000000`;
const iso = (time: Date) => time.toISOString();

// logs in the forms that loggers and spreadsheets write

test("a Tilt's log from Google Sheets: its serial dates are no values, and comments no tags", () => {
  const text =
    "Timestamp,Timepoint,SG,Temp,Color,Beer,Comment\n" +
    "11/28/2026 6:20:00 PM,46354.76389,1.050,68.0,RED,My IPA,\n" +
    "11/28/2026 6:21:00 PM,46354.76458,1.049,68.0,RED,My IPA,dry hop\n" +
    "11/28/2026 6:22:00 PM,46354.76528,1.049,68.0,RED,My IPA,\n";
  const { lines, problems, notices } = made("tilt.csv", text);
  assert.equal(lines, [
    `tilt,Color=RED,Beer=My\\ IPA SG=1.050,Temp=68.0 ${nanoseconds(0)}`,
    `tilt,Color=RED,Beer=My\\ IPA SG=1.049,Temp=68.0 ${nanoseconds(1)}`,
    `tilt,Color=RED,Beer=My\\ IPA SG=1.049,Temp=68.0 ${nanoseconds(2)}`,
  ]);
  assert.equal(problems, []);
  assert.match(notices.join("\n"), /column 2, Timepoint: left out.*\n.*column 7, Comment: left out/);
});

test("an iSpindel's log with semicolons, points in dates and decimal commas", () => {
  const text =
    "Date;Angle;Temperature;Gravity\n28.11.2026 18:20:00;45,2;20,5;12,1\n28.11.2026 18:21:00;45,1;-0,4;12,0\n";
  assert.equal(made("ispindel.csv", text).lines, [
    `ispindel Angle=45.2,Temperature=20.5,Gravity=12.1 ${nanoseconds(0)}`,
    `ispindel Angle=45.1,Temperature=-0.4,Gravity=12.0 ${nanoseconds(1)}`,
  ]);
});

test("date and time of day may stand in columns of their own", () => {
  const expected = [`x Temp=1 ${nanoseconds(0)}`, `x Temp=2 ${nanoseconds(1)}`];
  assert.equal(made("x.csv", "Date,Time,Temp\n2026-11-28,18:20:00,1\n2026-11-28,18:21:00,2\n").lines, expected);
  assert.equal(made("x.csv", "Temp,Date,Time\n1,28/11/2026,6:20:00 PM\n2,28/11/2026,6:21:00 PM\n").lines, expected);
});

test("a spreadsheet's dates as numbers are dates where they are the time", () => {
  const [first] = made("x.csv", "Serial;Temp\n46354,763889;18.8\n46354,764583;18.9\n").lines;
  assert.is(first, `x Temp=18.8 ${nanoseconds(0)}`);
  assert.is(made("x.csv", "46354.763889,18.8\n46354.764583,18.9\n").lines[1], `x value=18.9 ${nanoseconds(1)}`);
});

test("numbers of any unit are the time, and --precision goes before their size", () => {
  for (const zeros of ["", "000", "000000", "000000000"])
    assert.is(made("x.csv", `ts,v\n${START / 1_000}${zeros},1\n`).lines[0], `x v=1 ${nanoseconds(0)}`);
  assert.is(made("x.csv", `ts,v\n${START / 1_000}.5,1\n`).lines[0], `x v=1 ${START / 1_000}500000000`);
  assert.is(made("x.csv", "time,v\n5,1\n", "ms").lines[0], "x v=1 5000000");
  assert.match(made("x.csv", "time,v\n5,1\n").notices.join(), /read as seconds since 1970/);
});

test("day or month first is what makes dates of all rows, or the closest ones, and is said where nothing tells", () => {
  const dated = (count: number, step: number, isDayFirst: boolean) =>
    rows(count, (_, at) => {
      const time = new Date(Date.UTC(2026, 5, 2) + at * step);
      const [day, month] = [time.getUTCDate(), time.getUTCMonth() + 1];
      return `${isDayFirst ? `${day}/${month}` : `${month}/${day}`}/2026 ${time.getUTCHours()}:00,${at % 7}`;
    });
  for (const isDayFirst of [true, false]) {
    for (const step of [3_600_000, 86_400_000]) {
      const { lines, notices } = made("x.csv", `time,v\n${dated(100, step, isDayFirst)}`);
      assert.match(lines[0]!, `${Date.UTC(2026, 5, 2)}000000`);
      assert.match(lines[99]!, `${Date.UTC(2026, 5, 2) + 99 * step}000000`);
      assert.equal(notices, []);
    }
  }
  assert.match(made("x.csv", `time,v\n${dated(10, 3_600_000, false)}`).notices.join(), /read as month\/day\/year/);
});

test("texts that name series become tags: for a while, or in turns", () => {
  const beers = made(
    "x.csv",
    `time,beer,v\n${rows(400, (time, at) => `${iso(time)},${at < 200 ? "IPA" : "Stout"},1`)}`,
  );
  assert.equal([beers.lines[199]!.split(" ")[0], beers.lines[200]!.split(" ")[0]], ["x,beer=IPA", "x,beer=Stout"]);
  const hosts = made("x.csv", `time,host,v\n${rows(400, (time, at) => `${iso(time)},h${at % 4},1`)}`);
  assert.match(hosts.lines[399]!, /^x,host=h3 v=1 /);
  const many = Array.from({ length: 1_500 }, (_, at) => `${START / 1_000 + Math.floor(at / 500)},h${at % 500},1\n`);
  assert.match(made("x.csv", `time,host,v\n${many.join("")}`).lines[499]!, /^x,host=h499 v=1 /);
});

test("other texts are left out with a word, and truths are booleans", () => {
  for (const text of [(at: number) => `r${at}`, (at: number) => ["heat", "cool", "idle"][(at * at) % 3]!]) {
    const { lines, notices } = made("x.csv", `time,note,v\n${rows(400, (time, at) => `${iso(time)},${text(at)},1`)}`);
    assert.match(lines[0]!, /^x v=1 /);
    assert.match(notices.join(), /column 2, note: left out, as its texts are neither numbers nor names of series/);
  }
  const heater = made("x.csv", `time,heater,v\n${rows(40, (time, at) => `${iso(time)},${at < 9 ? "ON" : "off"},1`)}`);
  assert.equal(
    [heater.lines[0]!.split(" ")[1], heater.lines[39]!.split(" ")[1]],
    ["heater=true,v=1", "heater=false,v=1"],
  );
});

test("an empty column becomes what it holds at last", () => {
  const late = (value: string) =>
    made("x.csv", `time,a,b\n${rows(1_500, (time, at) => `${iso(time)},1,${at < 1_400 ? "None" : value}`)}`);
  assert.match(late("7").lines[1_499]!, /^x a=1,b=7 /);
  assert.match(late("hop").lines[1_499]!, /^x a=1 /);
  assert.match(late("hop").notices.join(), /column 3, b: left out/);
});

test("a header may stand below other lines, behind the mark of a comment, or in the middle", () => {
  const commented = "# my logger v1\n# time,temp,hum\n2026-11-28 18:20,1,2\n";
  assert.equal(made("x.csv", commented).lines, [`x temp=1,hum=2 ${nanoseconds(0)}`]);
  const twice = "time,a\n2026-11-28 18:20,1\ntime,b,c\n2026-11-28 18:20,1,5\n";
  assert.equal(made("x.csv", twice).lines, [`x a=1 ${nanoseconds(0)}`, `x b=1,c=5 ${nanoseconds(0)}`]);
  assert.equal(made("x.csv", "sep=;\ntime;a\n2026-11-28 18:20;1,5\n").lines, [`x a=1.5 ${nanoseconds(0)}`]);
  assert.equal(made("x.csv", "time,1,2\n2026-11-28 18:20,5,6\n").lines, [`x 1=5,2=6 ${nanoseconds(0)}`]);
});

test("without a header columns are called by their places, and a header is shown", () => {
  const { lines, notices } = made("x.csv", "Nov 28 2026 18:20:00;18,9;None;19,6\n");
  assert.equal(lines, [`x column_2=18.9,column_4=19.6 ${nanoseconds(0)}`]);
  assert.match(
    notices.join(),
    /there is no header: .* column_2, column_4; a first line like time;name1;name2;name3 names/,
  );
});

test("numbers are read with groups of digits, percents and degrees, and unknown values are left out", () => {
  const cells = ['"1,234.5"', '"1.234,5"', "98%", "18.8 °C", "1.5e3", "unavailable", "NaN", "+Inf"];
  const text = `time,v\n${cells.map((cell, at) => `2026-11-28 18:2${at},${cell}\n`).join("")}`;
  const values = made("x.csv", text).lines.map((line) => line.split(/[= ]/)[2]);
  assert.equal(values, ["1234.5", "1234.5", "98", "18.8", "1.5e3"]);
});

test("two columns of one name are two fields", () => {
  assert.equal(made("x.csv", "time,t,t\n2026-11-28 18:20,1,2\n").lines, [`x t=1,t_2=2 ${nanoseconds(0)}`]);
});

test.run();
