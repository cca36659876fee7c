import { existsSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { sharedData } from "../../bench/data.js";
import { draw, weighed } from "../../bench/weights-picture.js";

const there = existsSync(sharedData("nab"));
if (!there) console.log("skipped, no ../shared/data/nab: the picture of docs/model.md");

(there ? test : test.skip)(
  "the picture of docs/model.md is what its command draws, and weights change hands in it",
  () => {
    const points = weighed();
    const leaders = points.map(({ weights }) => weights.indexOf(Math.max(...weights)));
    assert.ok(new Set(leaders).size >= 3, "fewer than three groups lead");
    for (const { weights } of points) {
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      assert.ok(Math.abs(all - 1) < 1e-9, `weights add up to ${all}`);
    }
    const committed = readFileSync(new URL("../../../docs/model.svg", import.meta.url), "utf8");
    assert.is(draw(points), committed, "npm run bench -- weights-picture draws another one");
  },
);

test.run();
