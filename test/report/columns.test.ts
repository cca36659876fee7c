import { test } from "uvu";
import * as assert from "uvu/assert";
import { packColumns, shapeOf, unpackColumns } from "../../src/report/columns.js";
import { columnsOf } from "../playground/scored.js";

test("what is packed is unpacked: times and values to the bit, forecasts as far as their distances need", () => {
  const start = 1_767_225_600_000;
  const one = columnsOf(1_000, {
    time: (row) => start + row * 1_000 + (row % 7) / 4_096,
    value: (row) => 1e9 + Math.sin(row),
    yhat: (row) => (row < 10 ? Number.NaN : 1e9 + Math.sin(row - 1)),
    lower: (row) => (row < 10 ? Number.NaN : 1e9 - 2),
    upper: (row) => (row < 10 ? Number.NaN : 1e9 + 2),
    score: (row) => (row < 10 ? Number.NaN : row / 100),
    flags: (row) => row % 1_024,
    reason: (row) => row % 9,
  });
  const other = columnsOf(3, { time: (row) => -5_000 + row });
  const all = [one, columnsOf(0), other];
  const found = unpackColumns(
    packColumns(all),
    all.map(({ time }) => time.length),
  );
  assert.is(found.length, 3);
  all.forEach((expected, index) => {
    for (const name of ["time", "value", "flags", "reason", "ordinal"] as const)
      assert.equal(found[index]![name], expected[name], name);
    for (const name of ["yhat", "lower", "upper", "score"] as const) {
      expected[name].forEach((value, row) => {
        const own = found[index]![name][row]!;
        assert.ok(Object.is(own, value) || Math.abs(own - value) < 2e-6, `${name} ${row}: ${own}, not ${value}`);
      });
    }
  });
});

test("a shape has the means of stretches, and nothing where there is nothing", () => {
  assert.equal([...shapeOf(Float64Array.of(1, 3, 5, 7), 2)], [2, 6]);
  assert.equal([...shapeOf(Float64Array.of(4), 3)], [4, Number.NaN, Number.NaN]);
});

test.run();
