import { test } from "uvu";
import * as assert from "uvu/assert";
import { MessageWatch } from "../messages.js";
import { caseLines, DAY, HOUR, inputsOf, linesOf, normal, opened, START, sentences, tell } from "./told.js";

const MINUTE = 60;

test("one misread is one short spike, and none with --for 2/3", async () => {
  const random = normal(1);
  const made = linesOf("temperature,brew=ipa", "celsius", 10, 700, (at) =>
    at === 300 ? "-127.0" : (18.8 + 0.05 * random()).toFixed(3),
  );
  for (const input of inputsOf("one-misread", made)) {
    const [spike, end, ...more] = sentences((await tell(input)).events);
    assert.match(spike!, /^opened: ipa celsius is -127, expected 18\.\S+ to 19\S* \(spike\)$/);
    assert.match(end!, /^closed: ipa celsius is back at 18\.\d+ \(spike\)$/);
    assert.equal(more, []);
    for (const args of [[], ["--min-deviation", "0.5"], ["--min-deviation", "0.5", "--trend", "damped"]]) {
      assert.equal((await tell(input, "--for", "2/3", ...args)).events, [], args.join(" "));
    }
  }
});

test("a constant that is young is told when it steps", async () => {
  const inputs = [60, 100, 179].map((age) =>
    linesOf("up,host=a", "v", MINUTE, 2 * age, (at) => (at < age ? "1i" : "0i")),
  );
  const given = caseLines("young-constant-steps");
  for (const input of given === undefined ? inputs : [...inputs, given]) {
    const [first] = opened(await tell(input));
    assert.match(first!.message, /^a v is 0, expected 1 \(spike\)$/);
  }
});

test("another value of the same time is scored on the one scale, and told like any", async () => {
  const given = caseLines("repeated-time-other-value");
  const lines = (count: number) => linesOf("m,host=a", "v", MINUTE, count, () => "10.0");
  const made = [100, 1_000].map((age) => `${lines(age)}m,host=a v=20.0 ${START + (age - 1) * MINUTE}000000000\n`);
  for (const input of given === undefined ? made : [...made, given]) {
    const found = (await tell(input, "--emit", "lines")).lines;
    for (const line of found) {
      const [, score, isAnomaly] = line.match(/,anomaly_score=([^,]+),is_anomaly=(\w+)/)!;
      assert.ok(Number(score) < 20, line);
      if (Number(score) >= 1) assert.is(isAnomaly, "true", line);
    }
    assert.is(opened(await tell(input)).length, 1);
  }
});

test("a value that flickers about a limit is one incident, or a few a day", async () => {
  const random = normal(2);
  const made = linesOf("m,host=a", "v", MINUTE, 1440, () => (24.5 + 0.4 * random()).toFixed(2));
  for (const limit of ["25", "24.5"]) assert.ok(opened(await tell(made, "--upper", limit)).length <= 4, limit);
  assert.ok(opened(await tell(made, "--lower", "24.1")).length <= 4);
  const given = caseLines("flicker-about-a-limit");
  if (given === undefined) return;
  for (const limit of ["25", "78", "80"]) assert.ok(opened(await tell(given, "--upper", limit)).length <= 4, limit);
});

test("a disk that fills is forecast to fill, and the time that is left comes early and shrinks", async () => {
  const random = normal(3);
  const made = linesOf("disk,path=/data", "used_percent", MINUTE, 3 * 1440, (at) =>
    (70 + (30 * at) / (3 * 1440) + 0.02 * random()).toFixed(2),
  );
  for (const input of inputsOf("disk-fills-in-three-days", made)) {
    const args = ["--emit", "lines", "--trend", "linear", "--eta-above", "95", "--horizon", "60"];
    const { lines } = await tell(input, ...args);
    const crossing = START + 0.8334 * 3 * DAY;
    const etas = lines.flatMap((line) => {
      const parts = line.match(/^anomaly.* y=([^,]+),.*,eta_above_s=([^, ]+).* (\d+)\d{9}$/);
      return parts === null ? [] : [{ value: Number(parts[1]), eta: Number(parts[2]), time: Number(parts[3]) }];
    });
    assert.ok(etas[0]!.time < START + 2 * HOUR);
    // from some hours on, the time left is right within a tenth
    for (const { value, eta, time } of etas.filter(({ time }) => time > START + 6 * HOUR && time < crossing - HOUR)) {
      assert.ok(eta > 0, `${value} is below 95`);
      assert.ok(Math.abs(time + eta - crossing) < 0.15 * (crossing - time) + HOUR, `${eta} s at ${value}`);
    }
    const paths = lines.filter((line) => line.startsWith("fcast,"));
    const ends = paths
      .filter((line) => / yhat=.*,step=(1|60)i /.test(line))
      .map((line) => Number(line.match(/ yhat=([^,]+)/)![1]));
    const rising = ends.filter((end, at) => at % 2 === 1 && end > ends[at - 1]!).length;
    assert.ok(rising > 0.98 * (ends.length / 2), `${rising} of ${ends.length / 2} paths rise`);
  }
});

test("the tide is no incident", async () => {
  const random = normal(5);
  const wave = (second: number, period: number) => Math.sin((2 * Math.PI * second) / period);
  const made = linesOf("tide,station=a", "level", 360, 7_000, (_, second) => {
    const moon = 2 * wave(second, 44_714) + 0.3 * wave(second, 92_950);
    return (5 + moon + 0.5 * wave(second, 43_200) + 0.05 * random()).toFixed(3);
  });
  // one low water of the case is lower than that time of day has ever been
  // this one has one that passes its extreme by more than a twentieth
  assert.ok(opened(await tell(made)).length <= 1);
  const given = caseLines("tide");
  if (given !== undefined) assert.equal(opened(await tell(given)), []);
});

test("a pump that runs every six hours is none after two days", async () => {
  const random = normal(4);
  const made = linesOf("pump,site=well", "amps", MINUTE, 7 * 1440, (at) =>
    at % 360 < 60 ? (7.5 + 0.1 * random()).toFixed(2) : "0.0",
  );
  for (const input of inputsOf("pump-every-six-hours", made)) {
    for (const args of [[], ["--season", "6h"]]) {
      const late = opened(await tell(input, ...args)).filter(({ time }) => time > START + 2 * DAY);
      assert.equal(sentences(late), [], args.join(" "));
    }
  }
});

test("a message's value lies outside the range that it names", async () => {
  const given = caseLines("message-with-value-inside-its-range");
  if (given === undefined) return;
  for (const args of [[], ["--false-alarms", "1e-3"], ["--difference", "off"]]) {
    const watch = new MessageWatch();
    const { lines } = await tell(given, ...args);
    watch.take(given);
    watch.take(lines.join("\n"));
    assert.equal(
      watch.faults.filter((fault) => /outside/.test(fault)),
      [],
      args.join(" "),
    );
  }
});

test.run();
