import { test } from "uvu";
import * as assert from "uvu/assert";
import { DAY, HOUR, inputsOf, linesOf, normal, opened, START, tell } from "./told.js";

const MINUTE = 60;

/** The raw values of a counter: what it adds at each point, where it starts anew, and what it counts up to. */
function counter(increase: (at: number) => number, restart: (at: number) => number | undefined, most = Infinity) {
  let total = 0;
  return (at: number) => {
    total = restart(at) ?? (total + Math.round(increase(at))) % most;
    return total;
  };
}

const busy = (seed: number) => {
  const random = normal(seed);
  return (at: number) => 12_000_000 * (1 + 0.3 * Math.sin((at * 2 * Math.PI) / 1440) + 0.1 * random());
};
const never = () => undefined;

/** What the newest anomaly lines say that the value is. */
async function lastValues(input: string, count = 100): Promise<number[]> {
  const { lines } = await tell(input, "--emit", "lines");
  assert.ok(lines.length >= count);
  return lines.slice(-count).map((line) => Number(line.match(/ y=([^,]+)/)![1]));
}

test("a counter that restarts within its first thirty points is one", async () => {
  const value = counter(busy(1), (at) => (at === 20 ? 0 : undefined));
  const made = linesOf("net,interface=eth0", "bytes_recv", MINUTE, 3_000, (at) => `${value(at)}i`);
  for (const input of inputsOf("counter-reset-early", made)) {
    // a rate, of some hundred thousand bytes a second, and no total of billions
    for (const value of await lastValues(input)) assert.ok(value > 10_000 && value < 1e6, `${value}`);
    assert.equal(opened(await tell(input)), []);
  }
});

test("a counter of whole floats that stops is told within the hour, and nothing else is", async () => {
  const add = busy(2);
  const value = counter((at) => (at >= 2_000 && at < 2_060 ? 0 : add(at)), never);
  const made = linesOf("net,interface=eth0", "bytes_recv", MINUTE, 3_000, (at) => `${value(at)}`);
  for (const input of inputsOf("float-counter-stops", made)) {
    const told = opened(await tell(input));
    assert.ok(told.length >= 1);
    for (const { time, message } of told) {
      assert.ok(time >= START + 2_000 * MINUTE && time < START + 2_060 * MINUTE, message);
      assert.match(message, / bytes_recv (is 0 a second, expected|stays at 0 for) /);
    }
    assert.ok(told[0]!.time < START + 2_010 * MINUTE);
  }
});

test("a meter that starts anew at midnight has no incident then, after a few days", async () => {
  const random = normal(3);
  let total = 0;
  const made = linesOf("meter,device=a", "daily_kwh", MINUTE, 10 * 1440, (at) => {
    const hour = (at / 60) % 24;
    total = at % 1440 === 0 ? 0 : total + Math.max(0, (hour > 7 && hour < 22 ? 0.02 : 0.006) * (1 + 0.2 * random()));
    return total.toFixed(3);
  });
  for (const input of inputsOf("energy-reset-at-midnight", made)) {
    for (const args of [[], ["--difference", "on"]]) {
      const late = opened(await tell(input, ...args)).filter(({ time }) => time > START + 3 * DAY - HOUR);
      const atMidnight = late.filter(({ time }) => (time + HOUR) % DAY < 4 * HOUR);
      assert.equal(atMidnight, [], args.join(" "));
    }
  }
});

const BITS_32 = 2 ** 32;

test("restarts, to nothing and to something, and wraps of 32 and of 64 bits open nothing", async () => {
  const kinds: Record<string, (at: number) => string> = {
    "32 bits": (() => {
      const value = counter(busy(4), never, BITS_32);
      return (at) => `${value(at)}i`;
    })(),
    "64 bits": (() => {
      const add = busy(5);
      let total = 2n ** 64n - 20_000_000_000n;
      return (at) => {
        total = (total + BigInt(Math.round(add(at)))) % 2n ** 64n;
        return `${total}u`;
      };
    })(),
    "to nothing": (() => {
      const value = counter(busy(6), (at) => (at % 700 === 650 ? 0 : undefined));
      return (at) => `${value(at)}i`;
    })(),
    "to something": (() => {
      const value = counter(busy(7), (at) => (at % 700 === 650 ? 3_000_000 + 1000 * at : undefined));
      return (at) => `${value(at)}`;
    })(),
  };
  for (const [kind, value] of Object.entries(kinds)) {
    const input = linesOf("net,interface=eth0", "bytes_recv", MINUTE, 3_000, value);
    assert.equal(opened(await tell(input)), [], kind);
    const rates = await lastValues(input, 1_900);
    for (const rate of rates) assert.ok(rate > 10_000 && rate < 1e6, `${kind}: ${rate}`);
    // what it has counted over its bits is known, what it counted before a restart is not
    const { lines } = await tell(input, "--emit", "lines");
    const last = lines.filter((line) => Number(line.slice(-19, -9)) >= START + 1_000 * MINUTE).length;
    assert.is(last, kind.endsWith("bits") ? 2_000 : 1_997, kind);
  }
});

test("a counter that is idle at first becomes one when it runs, a gauge that only rose at first is none", async () => {
  const add = busy(8);
  const idle = counter((at) => (at < 400 ? 0 : add(at)), never);
  const counting = linesOf("net,interface=eth1", "bytes_recv", MINUTE, 3_000, (at) => `${idle(at)}i`);
  for (const rate of await lastValues(counting)) assert.ok(rate > 10_000 && rate < 1e6, `${rate}`);
  const random = normal(9);
  const gauge = linesOf("mem,host=a", "used", MINUTE, 3_000, (at) => {
    return `${Math.round(at < 100 ? 1e9 + 1e6 * at : 1.1e9 + 1e7 * Math.sin(at / 50) + 1e5 * random())}i`;
  });
  for (const used of await lastValues(gauge)) assert.ok(used > 1e9, `${used}`);
  // a queue is taken for a counter once, until it is drained
  const length = (at: number) => (at % 200 < 150 ? 10 * (at % 200) : 1_500 - 30 * ((at % 200) - 150));
  const queue = linesOf("queue,name=a", "length", MINUTE, 3_000, (at) => `${length(at)}i`);
  const lengths = (await lastValues(queue, 2_500)).slice(-2_500);
  assert.equal(
    lengths,
    Array.from({ length: 2_500 }, (_, at) => length(at + 500)),
  );
});

test.run();
