import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Engine } from "../../src/engine/engine.js";
import { guarded, type HoldingPassage } from "../../src/host/guard.js";
import { readKernel } from "../../src/host/kernel-file.js";
import { Log } from "../../src/host/stderr.js";
import { resolve } from "../../src/options.js";
import { plainLines } from "./child.js";

/** Passes whole lines on in capitals, keeps an unfinished one, and breaks on its so-manieth call. */
function breaking(atCall: number): HoldingPassage {
  let held = Buffer.alloc(0);
  let calls = 0;
  const work = (chunk: Uint8Array, end: number) => {
    const all = Buffer.concat([held, chunk]);
    held = Buffer.from("ruined"); // a failure leaves nothing in order
    if (calls++ === atCall) throw new Error("broken");
    const cut = end === -1 ? all.length : all.lastIndexOf("\n") + 1;
    held = all.subarray(cut);
    return Buffer.from(all.subarray(0, cut).toString("latin1").toUpperCase(), "latin1");
  };
  return { held: () => held, push: (chunk) => work(chunk, 0), end: () => work(Buffer.alloc(0), -1) };
}

function sent(passage: HoldingPassage, chunks: string[]): { output: string; said: string[]; ended: number } {
  const said: string[] = [];
  let ended = 0;
  const guard = guarded(passage, new Log("info", (line) => said.push(Buffer.from(line).toString())), () => ended++);
  const output: Buffer[] = [];
  for (const chunk of chunks) output.push(Buffer.from(guard.push(Buffer.from(chunk, "latin1"))));
  output.push(Buffer.from(guard.end()));
  return { output: Buffer.concat(output).toString("latin1"), said, ended };
}

test("a passage that works is not touched, and its end is told once", () => {
  const { output, said, ended } = sent(breaking(-1), ["a b", "c\nd", "\nlast"]);
  assert.is(output, "A BC\nD\nLAST");
  assert.equal(said, []);
  assert.is(ended, 1);
});

test("wherever a passage breaks, every byte comes out once and in order, and one error is said", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 9 }), { minLength: 1, maxLength: 12 }),
      fc.nat(12),
      (chunks, at) => {
        const call = Math.min(at, chunks.length); // the last one is the end
        const { output, said, ended } = sent(breaking(call), chunks);
        assert.is(output.toLowerCase(), chunks.join(""));
        assert.is(said.length, 1);
        assert.match(said[0]!, /^E! scoring failed: broken; lines are passed on unscored/);
        assert.is(ended, 0);
      },
    ),
  );
});

test("what came before the failure keeps what was added to it", () => {
  assert.is(sent(breaking(1), ["ab\nc", "d\ne", "f\n"]).output, "AB\ncd\nef\n");
});

test("an engine that breaks in the middle of its work gives back every line once, in order", () => {
  const text = plainLines(60);
  fc.assert(
    fc.property(fc.nat(30), fc.integer({ min: 1, max: 300 }), (breaksAt, chunkLength) => {
      let batches = 0;
      const onPoints = () => {
        if (batches++ === breaksAt) throw new Error("broken");
      };
      const engine = Engine.create(readKernel(), resolve({ horizon: 0 }), { onPoints });
      const chunks: string[] = [];
      for (let at = 0; at < text.length; at += chunkLength) chunks.push(text.slice(at, at + chunkLength));
      const { output, said } = sent(engine, chunks);
      assert.is(output.replace(/^anomaly,.*\n/gm, ""), text);
      assert.is(said.length, batches > breaksAt ? 1 : 0);
    }),
    { numRuns: 50 },
  );
});

test.run();
