import { unchanged } from "../host/passage.js";
import { Log } from "../host/stderr.js";
import { passThrough } from "../host/stdin.js";
import { outliveSignals } from "../host/stop.js";

/** `holtline echo`: the smallest processor, every line as it came, with all of the manners of `run`. */
export async function echo(): Promise<void> {
  if (!process.stdin.isTTY) outliveSignals();
  await passThrough(unchanged, "auto", new Log());
}
