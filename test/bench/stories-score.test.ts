import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Message, scoreMessages, sumOf } from "../../bench/stories-score.js";
import type { Outage } from "../../src/simulation/outages.js";

const outage = (given: Partial<Outage>): Outage => ({
  kind: "stall",
  hosts: [1],
  first: 5_000,
  last: 5_020,
  height: 1,
  ...given,
});
const message = (minute: number, hosts: number[], given: Partial<Message> = {}): Message => ({
  minute,
  hosts,
  isNew: true,
  first: "io_await",
  ...given,
});

test("a message belongs to the outage of its hosts that began last, and soon is within two minutes", () => {
  const outages = [
    outage({}),
    outage({ kind: "switch", hosts: [1, 2, 3], first: 5_010, last: 5_030 }),
    outage({ kind: "leak", hosts: [4], first: 4_900, last: 5_500 }),
    outage({ kind: "probe", hosts: [4], first: 5_100, last: 5_110 }),
    outage({ first: 100, last: 200 }),
  ];
  const score = scoreMessages(
    [
      message(5_002, [1]),
      message(5_013, [1, 2], { first: "drop_in" }),
      message(5_014, [3], { isNew: false }),
      message(5_105, [4], { first: "load1" }),
      message(5_130, [4], { first: "used_percent" }),
      message(5_046, [2, 3]),
      message(5_000, [9]),
      // before the days that are judged
      message(150, [9]),
    ],
    outages,
    3,
    5,
  );
  assert.equal(score.kinds.get("stall"), { outages: 1, soon: 1, ever: 1, messages: 1, named: 1, right: 1 });
  assert.equal(score.kinds.get("switch"), { outages: 1, soon: 0, ever: 1, messages: 2, named: 1, right: 1 });
  assert.equal(score.kinds.get("probe"), { outages: 1, soon: 0, ever: 1, messages: 1, named: 1, right: 0 });
  assert.equal(score.kinds.get("leak"), { outages: 1, soon: 0, ever: 1, messages: 1, named: 1, right: 1 });
  assert.equal([score.wrong, score.right, score.days], [2, 4, 2]);
  assert.is(sumOf(score, ["stall", "switch"]).messages, 3);
});

test.run();
