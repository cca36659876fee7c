import { Display } from "./display.js";
import { Random } from "./random.js";
import type { Fault, Label, Sample } from "./sample.js";
import { Sawtooth, type Temperature, Wander } from "./temperature.js";

/** Points after which a beer's plan begins anew. */
const PLAN = 6_000;
/** Points that faults are moved by, at random, to either side. */
const JITTER = 100;
/** Points of a level shift that are labelled: by then an alarm comes too late. */
const SHIFT_LABEL = 60;
/** What is left of a drift a point after the heater is mended. */
const RECOVERY = 1 - 1 / 150;

/** What happens to a beer, in points of the plan and degrees. */
interface Plan {
  readonly start: number;
  readonly stages: readonly { readonly at: number; readonly regime: Temperature }[];
  readonly shift: { readonly at: number; readonly by: number };
  readonly drift: { readonly at: number; readonly length: number; readonly perPoint: number };
  readonly stuck: { readonly at: number; readonly length: number };
}

function plans(): Record<string, Plan> {
  return {
    ipa_3: {
      start: 18.1,
      stages: [
        { at: 0, regime: new Sawtooth() },
        { at: 2_400, regime: new Wander(22.4) },
      ],
      stuck: { at: 1_400, length: 180 },
      shift: { at: 3_600, by: -1.6 },
      drift: { at: 4_900, length: 500, perPoint: -0.005 },
    },
    stout_2: {
      start: 20.6,
      stages: [
        { at: 0, regime: new Wander(20.6) },
        { at: 3_600, regime: new Sawtooth() },
      ],
      shift: { at: 1_100, by: 1.3 },
      drift: { at: 2_300, length: 450, perPoint: -0.006 },
      stuck: { at: 4_700, length: 150 },
    },
  };
}

/**
 * Two beers, a value a second: under a thermostat, and left to the room; read from a seven-segment display in steps of
 * 0.1 degree. Fewer points are the beginning of more.
 *
 * @param points of each beer
 */
export function brews(points: number, seed: number): Sample[] {
  return Object.entries(plans()).map(([name, plan], stream) => brew(name, plan, points, new Random(seed, stream)));
}

function brew(name: string, plan: Plan, points: number, random: Random): Sample {
  const values = new Int32Array(points);
  const labels: Label[] = [];
  const label = (fault: Fault, first: number, length: number) =>
    labels.push({ field: "temperature", first, last: Math.min(first + length, points) - 1, fault });
  const display = new Display(random, (first, length) => label("spike", first, length));
  let { shift, drift, stuck } = moved(plan, random);
  let regime = plan.stages[0]!.regime;
  regime.take(plan.start);
  let drifted = 0;
  for (let point = 0; point < points; point++) {
    const at = point % PLAN;
    if (at === 0 && point > 0) ({ shift, drift, stuck } = moved(plan, random));
    const next = plan.stages.find((stage) => stage.at === at)?.regime ?? regime;
    if (next !== regime) next.take(regime.degrees);
    regime = next;
    // and back in the next round, so that a long simulation stays drinkable
    if (at === shift.at) regime.move(Math.floor(point / PLAN) % 2 === 0 ? shift.by : -shift.by);
    if (at === shift.at) label("level_shift", point, SHIFT_LABEL);
    if (at === drift.at) label("drift", point, drift.length);
    if (at === stuck.at) label("stuck", point, stuck.length);
    const failing = at >= drift.at && at < drift.at + drift.length;
    drifted = failing ? drifted + drift.perPoint : drifted * RECOVERY;
    const degrees = regime.next(random) + drifted;
    if (at === stuck.at) display.rest(point);
    const frozen = at >= stuck.at && at < stuck.at + stuck.length;
    values[point] = frozen ? (values[point - 1] ?? 0) : display.read(degrees, point);
  }
  display.rest(points);
  const fields = [{ name: "temperature", values }];
  return { key: `temperature,brew=${name}`, decimals: 1, fields, missing: new Uint8Array(points), labels };
}

/** The plan with its faults a little earlier or later. */
function moved(plan: Plan, random: Random): Pick<Plan, "shift" | "drift" | "stuck"> {
  const about = (at: number) => at + random.whole(-JITTER, JITTER);
  return {
    shift: { ...plan.shift, at: about(plan.shift.at) },
    drift: { ...plan.drift, at: about(plan.drift.at) },
    stuck: { ...plan.stuck, at: about(plan.stuck.at) },
  };
}
