import { Engine } from "../../src/engine/engine.js";
import { resolve, type Settings } from "../../src/options.js";
import { Random } from "../../src/simulation/random.js";
import { kernelBytes, latin1 } from "../engine/harness.js";
import { type Separated, separate } from "./separate.js";

/** Settings, and how many lines of a hundred they are worth: some write eighty lines for one. */
interface Mode {
  given: Partial<Settings>;
  share: number;
}

const ownNames = { anomalyName: "ours.score", forecastName: "ours.path" };
const everything = {
  etaAbove: 40,
  etaBelow: -3,
  lower: -1e9,
  upper: 1e12,
  groupBy: ["a"],
  groupEvery: 1,
  gapWatch: true,
};

/** Every kind of output, with what else writes or leaves out. */
export const modes: readonly Mode[] = [
  { given: { ...ownNames, horizon: 2 }, share: 100 },
  { given: { ...ownNames, ...everything, horizon: 3, digits: "shortest", forecastTime: "source" }, share: 100 },
  { given: { ...ownNames, ...everything, emit: "fields", difference: "off" }, share: 100 },
  {
    given: { ...ownNames, emit: "changes", horizon: 1, forecastEvery: 1, falseAlarms: "1e-3", difference: "on" },
    share: 100,
  },
  { given: { ...ownNames, horizon: 2, trend: "exponential", season: "24s", window: 60, refit: 5 }, share: 50 },
  {
    given: { ...ownNames, emit: "fields", horizon: 1, forecastEvery: 1, digits: 17, refit: 0, for: "2/3" },
    share: 100,
  },
  { given: { ...ownNames, ...everything, maxSeries: 40, horizon: 1, forecastEvery: 5 }, share: 100 },
  { given: { preset: "tg-brew" }, share: 1 },
  { given: { preset: "tg-brew-linear" }, share: 1 },
];

/** What lines of ours begin with. */
function namesOf({ preset }: Partial<Settings>): Uint8Array[] {
  const names = preset === "tg-brew" ? ["fcast", "anomaly"] : ["fcastlinear", "anomalylinear"];
  const starts = names.flatMap((name) => [`${name},`, `${name} `]);
  return (preset === undefined ? ["ours."] : starts).map(latin1);
}

/**
 * Sends the input through an engine of the mode, in chunks of random sizes, and takes the output apart.
 *
 * @throws Loss when an original line is missing, changed or out of its order
 */
export function passed(given: Partial<Settings>, input: Uint8Array, seed: number, build?: "debug"): Separated {
  const engine = Engine.create(kernelBytes(build), resolve(given));
  const random = new Random(seed, 1);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < input.length; ) {
    const size = random.chance(0.1) ? random.whole(1, 20) : random.whole(1, 1 << 17);
    pieces.push(Uint8Array.from(engine.push(input.subarray(at, at + size))));
    at += size;
  }
  pieces.push(Uint8Array.from(engine.end()));
  return separate(input, Buffer.concat(pieces), namesOf(given), given.emit === "fields");
}
