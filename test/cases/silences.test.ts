import { test } from "uvu";
import * as assert from "uvu/assert";
import { DAY, HOUR, inputsOf, linesOf, merged, normal, START, sentences, tell } from "./told.js";

const MINUTE = 60;

const calm = (seed: number, middle = 30) => {
  const random = normal(seed);
  return () => (middle + random()).toFixed(2);
};

test("a pod that does not come back is told once and given up within two days", async () => {
  const pods = Array.from({ length: 30 }, (_, at) =>
    linesOf(`kube,pod=web-${at}`, "cpu", MINUTE, 100, calm(at), START + at * 2 * HOUR),
  );
  const made = merged(...pods, linesOf("kube,pod=db", "cpu", MINUTE, 5 * 1440, calm(99)));
  for (const input of inputsOf("pods-come-and-go", made)) {
    const end = Number(input.trimEnd().slice(-19)) / 1e9;
    const { events } = await tell(input, "--gap-watch");
    const gone = new Map<string, string[]>();
    for (const { tags, event, message } of events) gone.set(tags, [...(gone.get(tags) ?? []), `${event}: ${message}`]);
    assert.ok(gone.size >= 30, `${gone.size} pods are told`);
    for (const [tags, told] of gone) {
      const since = events.find((event) => event.tags === tags)!.time;
      if (since > end - 2 * DAY && told.length === 1) continue;
      const pod = tags.replace(",pod=", "");
      assert.is(told.length, 2, told.join());
      assert.match(
        told[0]!,
        new RegExp(`^opened: ${pod} cpu has been silent for \\d+ s, expected a point within 180 s`),
      );
      assert.is(told[1], `closed: ${pod} cpu is no longer seen (gap)`);
    }
  }
});

/** Orders by the hour of the day, every five minutes, with half an hour without any. */
const outage = (behind: number[]) => {
  const random = normal(7);
  const value = (at: number, second: number) => {
    const usual = 350 + 80 * Math.sin((second / DAY) * 2 * Math.PI) + 15 * random();
    return `${Math.round(behind[at - 1_507] ?? usual)}i`;
  };
  const lines = linesOf("orders,country=se", "count", 300, 2_000, value).split(/(?<=\n)/);
  return [...lines.slice(0, 1_500), ...lines.slice(1_507)].join("");
};

test("a silence is told at its end, and that it is over by a value that is back", async () => {
  for (const input of inputsOf("outage-and-return", outage([]))) {
    for (const args of [[], ["--gap-watch"]]) {
      const { events } = await tell(input, ...args);
      const at = events.findIndex(({ message }) => /silent/.test(message));
      const [gap, end] = events.slice(at);
      assert.match(gap!.message, /^se count was silent for \d{4} s, expected a point within 900 s \(gap\)$/);
      const [, value] = end!.message.match(/^se count is back at (\d+) \(gap\)$/)!;
      assert.ok(Number(value) > 250 && Number(value) < 450);
    }
  }
});

test("values behind a silence that are anomalous are told for themselves", async () => {
  const input = outage([20, 25, 22, 21]);
  const clock = linesOf("orders,country=no", "count", 300, 2_000, () => "5i");
  for (const args of [[], ["--gap-watch"]]) {
    const watched = sentences((await tell(merged(input, clock), ...args)).events.filter(({ tags }) => /se/.test(tags)));
    const at = watched.findIndex((text) => / is 20, expected /.test(text));
    assert.ok(at >= 0, watched.join("; "));
    assert.ok(watched.slice(0, at).every((text) => !/back/.test(text) || !/gap/.test(text)));
    assert.match(watched.slice(at).find((text) => /^closed/.test(text))!, / is back at [34]\d\d after \d+ s \(/);
  }
});

test("a sensor that reports when its value moves has no gaps, one that reports every minute has", async () => {
  const random = normal(11);
  let moved = START;
  let value = 20;
  let made = "";
  for (let at = 0; at < 1_500; at++) {
    made += `mqtt,room=a temperature=${value.toFixed(1)} ${moved}000000000\n`;
    value += random() > 0 ? 0.1 : -0.1;
    const isNight = moved % DAY > 20 * HOUR || moved % DAY < 6 * HOUR;
    moved += Math.round((isNight ? 900 : 45) * Math.exp(random()));
  }
  const minutes = Math.floor((moved - START) / MINUTE);
  const regular = linesOf("mqtt,room=b", "temperature", MINUTE, 1_000, calm(12));
  const clock = linesOf("mqtt,room=c", "temperature", MINUTE, minutes + 2_000, calm(13));
  const { events } = await tell(merged(made, regular, clock), "--gap-watch");
  const gaps = (room: string) =>
    events.filter(({ tags, message }) => tags === `,room=${room}` && /silent/.test(message));
  assert.equal(gaps("a"), []);
  assert.is(gaps("b").length, 1);
});

test.run();
