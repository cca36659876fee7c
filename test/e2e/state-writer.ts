import { Engine } from "../../src/engine/engine.js";
import { Keeper } from "../../src/host/keeper.js";
import { readKernel } from "../../src/host/kernel-file.js";
import { StateFile } from "../../src/host/state-file.js";
import { Log } from "../../src/host/stderr.js";
import { resolve } from "../../src/options.js";

// A program that does nothing but keep a state, for `state-kill.test.ts`, which kills it: state-writer.js FILE SERIES
// FIRST SECOND "pieces"|"whole". Its points begin at a time; it says "." when its first snapshot can be under way.

const [path = "", series = "0", first = "0", how = ""] = process.argv.slice(2);
const MILLISECONDS = 1e-3;

const keeper = new Keeper(path, how === "pieces" ? MILLISECONDS : 1_000, new Log("info"));
const engine: Engine = Engine.create(readKernel(), resolve({ horizon: 0, emit: "changes", refit: 1, window: 10 }), {
  onFirstSeries: () => keeper.begin(engine),
});
const passage = keeper.watching(engine);
const encoder = new TextEncoder();
let second = Number(first);

function feed(): void {
  let text = "";
  for (let host = 0; host < Number(series); host++)
    text += `m,host=h${host} f=${(host * second) % 7} ${second}000000000\n`;
  passage.push(encoder.encode(text));
  second++;
}

feed();
process.stdout.write(".");
if (how === "pieces") {
  const goOn = () => {
    feed();
    setImmediate(goOn);
  };
  setTimeout(goOn, 1);
} else {
  const file = new StateFile(path);
  for (;;) {
    feed();
    file.writeNow(engine.snapshotWriter());
  }
}
