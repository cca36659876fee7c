import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { finish, plainLines, start } from "../host/child.js";
import {
  agent,
  canonical,
  ended,
  fileInput,
  fileOutput,
  holtline,
  inRoom,
  processor,
  startTelegraf,
  testWithTelegraf,
} from "./telegraf.js";

const input = plainLines(400).split(/(?<=\n)/);

/** Makes Telegraf start a second copy of every processor, which gets no metric. */
const aggregator = `
[[aggregators.basicstats]]
  period = "1h"
  namepass = ["nothing"]
`;

for (const copies of [1, 2]) {
  testWithTelegraf(`three Telegrafs one after the other, ${copies} of each processor, write what one would`, () =>
    inRoom(async (path) => {
      let log = "";
      for (const [from, to] of [
        [0, 100],
        [100, 250],
        [250, 400],
      ] as const) {
        writeFileSync(path("in.lp"), input.slice(from, to).join(""));
        const command = holtline("run", "--state", path("its.state"));
        const settings = agent.replace(
          "skip_processors_after_aggregators = true",
          "skip_processors_after_aggregators = false",
        );
        const stanzas = settings + fileInput(path("in.lp")) + processor(command) + (copies === 2 ? aggregator : "");
        writeFileSync(path("telegraf.conf"), stanzas + fileOutput(path("out.lp")));
        log += (await ended(startTelegraf(["--config", path("telegraf.conf"), "--once"]))).log;
        assert.ok(existsSync(path("its.state")));
      }
      const output = readFileSync(path("out.lp"), "utf8");
      const { stdout } = await finish(start(["run"]), input.join(""));
      assert.equal(canonical(output), canonical(stdout.toString()));
      assert.equal(readdirSync(path(".")).sort(), ["in.lp", "its.state", "out.lp", "telegraf.conf"]);
      assert.is(log.match(/1 series goes on with the state/g)!.length, 2, log);
      assert.not.match(log, /[EW]! \[processors/);
      assert.is(log.match(/Starting process/g)!.length, 3 * copies, log);
    }),
  );
}

test.run();
