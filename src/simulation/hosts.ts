import { Random } from "./random.js";
import type { Fault, Label, Sample } from "./sample.js";
import { wave } from "./wave.js";

/** Points after which a host's plan begins anew: three days of minutes. */
const PLAN = 4_320;
const JITTER = 60;
/** Share of points at which a burst of work begins. */
const BURST = 0.0008;
const SHIFT_LABEL = 60;

/** In the order of Telegraf's cpu input. */
const fieldNames = ["usage_idle", "usage_system", "usage_user"] as const;
/** Where a fault of the load shows. */
const driven = ["usage_idle", "usage_user"] as const;

/** A host's usual load in percent of its processors, and what happens to it, in points of the plan. */
interface Plan {
  readonly base: number;
  readonly swing: number;
  /** Hours after midnight at which the load passes its mean on the way up. */
  readonly rises: number;
  readonly shift?: { readonly at: number; readonly by: number };
  readonly drift?: { readonly at: number; readonly length: number; readonly perPoint: number };
  readonly stuck?: { readonly at: number; readonly length: number };
  readonly gap?: { readonly at: number; readonly length: number };
}

const plans: Record<string, Plan> = {
  "db-1": { base: 38, swing: 9, rises: 7, drift: { at: 3_000, length: 400, perPoint: 0.06 } },
  "web-1": { base: 30, swing: 18, rises: 8, shift: { at: 3_200, by: 14 }, gap: { at: 2_000, length: 25 } },
  "web-2": { base: 28, swing: 17, rises: 8, stuck: { at: 2_600, length: 45 }, gap: { at: 3_700, length: 12 } },
};

/**
 * Three hosts with a daily cycle: `usage_idle`, `usage_system` and `usage_user` of the measurement `cpu`, in percent.
 * Fewer points are the beginning of more.
 *
 * @param points of each host
 * @param startSeconds when the first point stands, in seconds after some midnight
 * @param stepSeconds from one point to the next
 */
export function hosts(points: number, seed: number, startSeconds: number, stepSeconds: number): Sample[] {
  return Object.entries(plans).map(([name, plan], stream) => {
    const random = new Random(seed, 100 + stream);
    return host(name, plan, points, random, (point) => startSeconds + point * stepSeconds);
  });
}

function host(name: string, plan: Plan, points: number, random: Random, secondsAt: (point: number) => number): Sample {
  const columns = fieldNames.map((field) => ({ name: field, values: new Int32Array(points) }));
  const missing = new Uint8Array(points);
  const labels: Label[] = [];
  const label = (fault: Fault, first: number, length: number, fields: readonly string[]) => {
    for (const field of fields) labels.push({ field, first, last: Math.min(first + length, points) - 1, fault });
  };
  const load = new Load(random, (first, length) => label("spike", first, length, driven));
  const late = random.whole(-JITTER, JITTER);
  const { shift, drift, stuck, gap } = plan;
  for (let point = 0; point < points; point++) {
    const at = (point % PLAN) - late;
    if (at === shift?.at) label("level_shift", point, SHIFT_LABEL, driven);
    if (at === shift?.at) load.shifted = load.shifted === 0 ? shift.by : 0;
    // The drift ends with a restart of what leaked, and that sudden fall belongs to it.
    if (at === drift?.at) label("drift", point, drift.length + 1, driven);
    load.leaked = within(at, drift) ? load.leaked + drift!.perPoint : 0;
    if (at === stuck?.at) label("stuck", point, stuck.length, fieldNames);
    // A gap can be told at the first point behind it.
    if (at === gap?.at) label("gap", point, gap.length + 1, fieldNames);
    missing[point] = within(at, gap) ? 1 : 0;
    const usual = plan.base + plan.swing * wave((secondsAt(point) / 3600 - plan.rises) / 24);
    const shares = load.next(usual, point);
    columns.forEach(({ values }, column) => {
      values[point] = within(at, stuck) ? (values[point - 1] ?? 0) : shares[column]!;
    });
  }
  load.finish(points);
  return { key: `cpu,cpu=cpu-total,host=${name}`, decimals: 2, fields: columns, missing, labels };
}

/** What the processors of a host do, in hundredths of a percent. */
class Load {
  /** Percent added by a change that stays. */
  shifted = 0;
  /** Percent added by what grows. */
  leaked = 0;
  readonly #random: Random;
  readonly #onBurst: (first: number, length: number) => void;
  #slow = 0;
  #burst = { first: 0, left: 0, height: 0 };

  constructor(random: Random, onBurst: (first: number, length: number) => void) {
    this.#random = random;
    this.#onBurst = onBurst;
  }

  /** Idle, system and user shares, in the order of `fieldNames`; together 100 percent. */
  next(usual: number, point: number): [number, number, number] {
    const random = this.#random;
    this.#slow = 0.9 * this.#slow + 0.6 * random.normal();
    const wanted = usual + this.#slow + 0.8 * random.normal() + this.shifted + this.leaked + this.#work(point);
    const user = Math.floor(Math.min(88, Math.max(0.5, wanted)) * 100 + 0.5);
    const kernel = user / 450 + 1 + 0.3 * random.normal();
    const system = Math.floor(Math.min(11.5, Math.max(0.3, kernel)) * 100 + 0.5);
    return [10_000 - user - system, system, user];
  }

  /** No burst goes on behind the last point. */
  finish(points: number): void {
    const { first, left } = this.#burst;
    if (left > 0) this.#onBurst(first, points - first);
  }

  /** Percent that a burst of work takes at this point. */
  #work(point: number): number {
    const burst = this.#burst;
    if (burst.left > 0 && --burst.left === 0) this.#onBurst(burst.first, point - burst.first);
    if (burst.left === 0 && this.#random.chance(BURST)) {
      this.#burst = { first: point, left: this.#random.whole(1, 3), height: this.#random.between(25, 45) };
    }
    return this.#burst.left > 0 ? this.#burst.height : 0;
  }
}

function within(at: number, stretch: { at: number; length: number } | undefined): boolean {
  return stretch !== undefined && at >= stretch.at && at < stretch.at + stretch.length;
}
