/**
 * The mixture of `--trend auto` once more, in plain JavaScript and 64 bits: written from docs/model.md and the prototype's
 * recursions, as a check on the kernel and for what only a bench wants to know, what it would be without one of its parts.
 * The season is somebody else's: a `Seasons` is asked for it.
 */

/** What repeats by the clock, of one series. Times are microseconds since 1970. */
export interface Seasons {
  isShown(): boolean;
  at(time: number): number;
  /** Learns a value, the `points`th of a series of this step; true when other seasons are shown than before. */
  learn(time: number, value: number, step: number, points: number): boolean;
}

export const experts = [
  "newest",
  "mean",
  "bounded0",
  "bounded1",
  "bounded2",
  "bounded3",
  "trend",
  "autoregression",
  "unseasonal",
] as const;
export type Expert = (typeof experts)[number];

/** What is left out. */
export interface Without {
  readonly experts?: readonly Expert[];
  /** Every shock counts in full. */
  readonly shocks?: true;
  /** The horizon is mixed by how the experts have foretold the next value. */
  readonly farWeights?: true;
  /** Of the experts only the best one counts. */
  readonly mixing?: true;
}

export interface Band {
  readonly forecast: number;
  readonly lower: number;
  readonly upper: number;
}

/** A forecast of a whole horizon that waits for its time. */
interface Pending {
  readonly due: number;
  readonly origin: number;
  readonly forecast: number;
  readonly levels: readonly number[];
}

interface Middle extends Band {
  readonly due: number;
}

// places of the experts
const NEWEST = 0;
const MEAN = 1;
const BOUNDED = 2;
const TREND = 6;
const AUTOREGRESSION = 7;
const UNSEASONAL = 8;
const COUNT = experts.length;
const BOUNDS = [0.02, 0.06, 0.2, 0.6];
const SLOTS = 4;
const TINY = 1e-30;
/** Mean absolute error of the normal distribution in standard deviations, inverted; and 95 % in them. */
const NORMAL = 1.2533;
const USUAL = 1.959964 * NORMAL;
const OUTSIDE = 0.05;

export class PlainMixture {
  readonly #seasons: Seasons | undefined;
  readonly #horizon: number;
  readonly #without: Without;

  #points = 0;
  #value = Number.NaN;
  #time = Number.NaN;
  readonly #clock = new Clock();
  #change = 0;
  #changes = 0;
  #resolution = 0;

  // levels are offsets from the origin
  #origin = 0;
  readonly #levels = new Float64Array(COUNT);
  #slope = 0;
  #slow = 0;
  #step = 0;
  readonly #products = new Float64Array(5);
  #scale = 0;
  readonly #near = new Float64Array(COUNT);
  readonly #far = new Float64Array(COUNT);
  readonly #shock = { size: 0, side: 0, count: 0, lasting: 1 };

  #band = 0;
  #up = USUAL;
  #down = USUAL;
  #farBand = 0;
  #farUp = USUAL;
  #farDown = USUAL;
  #paths = 0;
  #factor = 1;
  #middle: Middle | undefined;
  readonly #pending: (Pending | undefined)[] = Array(SLOTS).fill(undefined);
  #slot = 0;
  #since = 0;

  constructor(seasons: Seasons | undefined, horizon: number, without: Without = {}) {
    this.#seasons = seasons;
    this.#horizon = horizon;
    this.#without = without;
  }

  /** Weights of the experts, one step ahead or a whole horizon ahead; they add up to 1. */
  weights(isFar = false): number[] {
    const isSeasonal = this.#isSeasonal();
    const power = isFar ? 8 : 16;
    const isLearnt = isFar && this.#paths > 0 && !this.#without.farWeights;
    const errors = isLearnt ? this.#far : this.#near;
    const missing = new Set(this.#without.experts?.map((name) => experts.indexOf(name)));
    // so far ahead the autoregression has nothing to say but the newest value
    const silent = [
      ...(isFar && !missing.has(AUTOREGRESSION) ? [AUTOREGRESSION] : []),
      ...(!isSeasonal && !missing.has(UNSEASONAL) ? [UNSEASONAL] : []),
    ];
    const speaks = (expert: number) =>
      !missing.has(expert) && !silent.includes(expert) && (isSeasonal || expert < UNSEASONAL);
    let best = Infinity;
    for (let expert = 0; expert < COUNT; expert++) if (speaks(expert)) best = Math.min(best, errors[expert]!);
    const weights = Array.from(errors, (error, expert) => {
      if (!speaks(expert) || (isFar && expert === AUTOREGRESSION)) return 0;
      if (this.#without.mixing) return error === best ? 1 : 0;
      const times = expert === NEWEST ? 1 + silent.length : 1;
      return times * Math.max(1 / 64, (best + TINY) / (error + TINY)) ** power;
    });
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / all);
  }

  /** The forecast of a point at a time, and its band. */
  expect(time: number): Band {
    return this.#banded(this.#stepsTo(time), this.#seasonAt(time));
  }

  /** The forecast so many steps after the newest point. */
  ahead(steps: number): Band {
    return this.#banded(steps, this.#seasonAt(this.#time + steps * this.#clock.step));
  }

  /** Takes a point, newer than all before; one that alarms moves no band. */
  learn(time: number, value: number, isAlarming = false): void {
    const steps = this.#stepsTo(time);
    if (this.#points > 0) this.#clock.learn(time - this.#time);
    const season = this.#points === 0 ? 0 : this.#seasonAt(time);
    if (this.#points === 0) this.#origin = value;
    else this.#learnValue(time, value, steps, season, isAlarming);
    this.#time = time;
    this.#value = value;
    this.#points++;
    this.#learnSeason(time, value, season);
    this.#aim();
  }

  #isSeasonal(): boolean {
    return this.#seasons?.isShown() ?? false;
  }

  #seasonAt(time: number): number {
    return this.#isSeasonal() ? this.#seasons!.at(time) : 0;
  }

  #stepsTo(time: number): number {
    const { step } = this.#clock;
    if (this.#points === 0 || step === 0) return 1;
    return Math.max(1, Math.floor((time - this.#time + step / 2) / step));
  }

  /** What an expert says, as an offset from the origin, where the season adds so much. */
  #says(expert: number, steps: number, season: number): number {
    if (expert === TREND) return this.#levels[TREND]! + steps * this.#slope;
    if (expert === AUTOREGRESSION) return this.#regress();
    if (expert === UNSEASONAL) return this.#value - this.#origin - season;
    return this.#levels[expert]!;
  }

  /** x + θ₁·(x − slow mean) + θ₂·Δx, of which x is the origin. */
  #regress(): number {
    const [aa, ac, cc, an, cn] = this.#products as unknown as [number, number, number, number, number];
    const a = 1.01 * aa + TINY;
    const c = 1.01 * cc + TINY;
    const determinant = a * c - ac * ac;
    if (!(determinant > 0)) return 0;
    return ((c * an - ac * cn) * -this.#slow + (a * cn - ac * an) * this.#step) / determinant;
  }

  #offset(steps: number, season: number): number {
    const mixed = (isFar: boolean) =>
      this.weights(isFar).reduce((sum, weight, expert) => {
        return weight === 0 ? sum : sum + weight * this.#says(expert, steps, season);
      }, 0);
    const near = mixed(false);
    if (steps <= 1) return near;
    const part = this.#horizon > 1 ? Math.min(1, (steps - 1) / (this.#horizon - 1)) : 0;
    return near + part * (mixed(true) - near);
  }

  #banded(steps: number, season: number): Band {
    const forecast = this.#origin + this.#offset(steps, season) + season;
    const [down, up] = this.#reach(steps);
    return { forecast, lower: forecast - down, upper: forecast + up };
  }

  /** How far a step's band reaches down and up. */
  #reach(steps: number): [number, number] {
    const least = 0.5 * this.#resolution;
    const way = steps > 1 ? (Math.sqrt(steps) - 1) / (Math.sqrt(this.#horizon) - 1) : 0;
    const known = this.#paths > 0 ? this.#farBand : Math.max(1, 0.75 * Math.sqrt(this.#horizon)) * this.#scale;
    const far = known * (1 + 30 / (30 + this.#paths));
    const between = (near: number, end: number) => {
      const straight = Math.max(0, near + way * (end - near));
      return way < 1 ? straight * (1 + 4 * way * (1 - way) * (this.#factor - 1)) : straight;
    };
    return [
      Math.max(least, between(this.#down * this.#band, this.#farDown * far)),
      Math.max(least, between(this.#up * this.#band, this.#farUp * far)),
    ];
  }

  #learnValue(time: number, value: number, steps: number, season: number, isAlarming: boolean): void {
    const expected = this.#banded(steps, season);
    const error = value - expected.forecast;
    const moved = value - season - this.#origin;
    this.#learnReach(Math.abs(error), value > expected.upper, value < expected.lower, isAlarming);
    this.#learnChange(Math.abs(value - this.#value));
    const limit = this.#points > 20 ? 10 * this.#scale : Infinity;
    const rate = Math.max(0.01, 1 / this.#points);
    for (let expert = 0; expert < COUNT; expert++) {
      const missed = Math.abs(moved - this.#says(expert, steps, season));
      this.#near[expert]! += rate * (Math.min(missed, limit) - this.#near[expert]!);
    }
    if (this.#clock.step !== 0) {
      this.#learnPending(time, value, season, isAlarming);
      this.#learnMiddle(time, value, isAlarming);
    }
    const counted = this.#without.shocks ? moved : moved - (1 - this.#lastingPart(moved, error)) * error;
    this.#learnLevels(moved, counted, steps);
  }

  #learnReach(size: number, isAbove: boolean, isBelow: boolean, isAlarming: boolean): void {
    const unit = Math.max(this.#scale, 0.5 * this.#change);
    const bounded = (times: number) => (this.#points > 10 ? Math.min(size, times * unit) : size);
    const isYoung = this.#points <= 20;
    if (!isYoung && !isAlarming) {
      this.#up = moveMultiple(this.#up, isAbove, 0.05, OUTSIDE / 2);
      this.#down = moveMultiple(this.#down, isBelow, 0.05, OUTSIDE / 2);
    }
    if (isYoung || !isAlarming) this.#band += rateAfter(this.#points, 0.05) * (bounded(8) - this.#band);
    this.#scale += rateAfter(this.#points, 0.02) * (bounded(4) - this.#scale);
  }

  #learnChange(change: number): void {
    if (change === 0) return;
    this.#resolution = this.#changes === 0 ? change : Math.min(change, this.#resolution);
    this.#changes++;
    const counted = this.#change > 0 ? Math.min(change, 4 * this.#change) : change;
    this.#change += rateAfter(this.#changes, 0.02) * (counted - this.#change);
  }

  /** Meets the forecasts of a whole horizon that were made for this time. */
  #learnPending(time: number, value: number, season: number, isAlarming: boolean): void {
    const { step } = this.#clock;
    this.#pending.forEach((row, slot) => {
      if (row === undefined || time - row.due <= -step / 2) return;
      if (time - row.due < step / 2) {
        this.#learnFar(row, value, season);
        if (!isAlarming) this.#learnFarReach(value - row.forecast);
      }
      this.#pending[slot] = undefined;
    });
  }

  #learnFar({ due, origin, levels }: Pending, value: number, season: number): void {
    this.#paths++;
    const rate = Math.max(0.02, 1 / this.#paths);
    const ninth = this.#seasonAt(due - this.#horizon * this.#clock.step) - season;
    const says = [...levels, 0, ninth];
    says.forEach((said, expert) => {
      const own = this.#far[expert]!;
      const limit = this.#paths > 10 ? 6 * Math.max(own, 0.5 * this.#change) : Infinity;
      this.#far[expert] = own + rate * (Math.min(Math.abs(value - season - origin - said), limit) - own);
    });
  }

  #learnFarReach(error: number): void {
    const outside = 0.5 * (OUTSIDE - Math.min(0.015, 0.4 * OUTSIDE));
    if (this.#farBand > 0) {
      const beyond = (reach: number, side: number) => side > Math.max(reach * this.#farBand, 0.5 * this.#resolution);
      this.#farUp = moveMultiple(this.#farUp, beyond(this.#farUp, error), 0.2, outside);
      this.#farDown = moveMultiple(this.#farDown, beyond(this.#farDown, -error), 0.2, outside);
    } else {
      this.#farBand = 4 * this.#scale;
    }
    const limit = this.#paths > 5 ? 10 * Math.max(this.#farBand, 0.5 * this.#change) : Infinity;
    this.#farBand += rateAfter(this.#paths + 3, 0.02) * (Math.min(Math.abs(error), limit) - this.#farBand);
  }

  #learnMiddle(time: number, value: number, isAlarming: boolean): void {
    if (this.#middle === undefined) return;
    const { due, lower, upper } = this.#middle;
    const half = this.#clock.step / 2;
    if (time - due <= -half) return;
    if (!isAlarming && time - due < half) {
      const isMiss = value > upper || value < lower;
      this.#factor = Math.min(4, Math.max(0.25, this.#factor * (1 + 0.1 * ((isMiss ? 1 : 0) - OUTSIDE))));
    }
    this.#middle = undefined;
  }

  /** The part of its error with which a value counts. */
  #lastingPart(moved: number, error: number): number {
    const its = this.#shock;
    const part = () => Math.max(0, Math.min(1, (its.lasting - 0.25) / 0.25));
    let isBack = false;
    if (its.size !== 0) {
      const left = Math.max(0, Math.min(1, moved / its.size + part()));
      isBack = left < 0.5;
      its.count++;
      its.lasting += rateAfter(its.count + 1, 0.1) * (left - its.lasting);
      its.size = 0;
    }
    const size = Math.abs(error);
    const isShock = this.#points > 20 && size > 6 * this.#scale && size > 3 * this.#change;
    const side = isShock ? Math.sign(error) : 0;
    const isNew = side !== 0 && side !== its.side && !isBack;
    its.side = side;
    if (!isNew) return 1;
    its.size = error;
    return part();
  }

  /** Learns a value that lies `moved` from the origin and counts as `counted`, which is the new origin. */
  #learnLevels(moved: number, counted: number, steps: number): void {
    const running = 1 / (this.#points + 1);
    const gain = (rate: number, least: number) => 1 - (1 - Math.max(rate, least)) ** steps;
    if (steps === 1 && this.#points > 2 && this.#scale > 0) this.#learnProducts(counted);
    const levels = this.#levels;
    BOUNDS.forEach((bound, index) => {
      const level = levels[BOUNDED + index]!;
      const most = bound * this.#scale;
      const half = Math.max(-most, Math.min(most, 0.5 * (moved - level)));
      levels[BOUNDED + index] = level + (this.#points < 9 ? running * (moved - level) : half) - counted;
    });
    levels[MEAN]! += gain(0.3, running) * (counted - levels[MEAN]!) - counted;
    const expected = levels[TREND]! + steps * this.#slope;
    const rate = gain(0.1, Math.min(1, 2 * running));
    levels[TREND] = expected + rate * (counted - expected) - counted;
    this.#slope += (rate * gain(0.02, 0) * (counted - expected)) / steps;
    this.#slow += gain(0.03, running) * (counted - this.#slow) - counted;
    this.#step = counted;
    this.#origin += counted;
  }

  #learnProducts(moved: number): void {
    const rate = Math.max(0.005, 1 / this.#points);
    const [above, change, next] = [-this.#slow, this.#step, moved].map((term) =>
      Math.max(-8, Math.min(8, term / this.#scale)),
    ) as [number, number, number];
    [above * above, above * change, change * change, above * next, change * next].forEach((product, index) => {
      this.#products[index]! += rate * (product - this.#products[index]!);
    });
  }

  /** Where other seasons are taken off, all levels begin anew, and no expert's error is above the newest value's. */
  #learnSeason(time: number, value: number, before: number): void {
    const hadSeason = this.#isSeasonal();
    if (!this.#seasons?.learn(time, value, this.#clock.step, this.#points)) return;
    this.#origin += before - this.#seasonAt(time);
    this.#levels.fill(0);
    this.#slow = 0;
    for (let expert = 0; expert < COUNT; expert++) {
      if (expert !== UNSEASONAL) this.#near[expert] = Math.min(this.#near[expert]!, this.#near[NEWEST]!);
      this.#far[expert] = Math.min(this.#far[expert]!, this.#far[NEWEST]!);
    }
    if (!hadSeason) {
      this.#near[UNSEASONAL] = this.#near[NEWEST]!;
      this.#far[UNSEASONAL] = this.#far[NEWEST]!;
    }
    this.#pending.fill(undefined);
    this.#middle = undefined;
  }

  /** Keeps forecasts of a whole horizon, and of the path's middle, when it is time for them. */
  #aim(): void {
    const { step } = this.#clock;
    const horizon = this.#horizon;
    if (step === 0 || this.#points < 10) return;
    if (this.#middle === undefined && horizon >= 4) {
      const steps = Math.max(2, Math.round((0.5 * (1 + Math.sqrt(horizon))) ** 2));
      this.#middle = { due: this.#time + steps * step, ...this.ahead(steps) };
    }
    this.#since++;
    const waits = this.#pending[this.#slot];
    if (this.#since * SLOTS < horizon || (waits !== undefined && waits.due > this.#time)) return;
    const levels = Array.from({ length: TREND + 1 }, (_, expert) => half(this.#says(expert, horizon, 0)));
    const { forecast } = this.ahead(horizon);
    this.#pending[this.#slot] = { due: this.#time + horizon * step, origin: this.#origin, forecast, levels };
    this.#slot = (this.#slot + 1) % SLOTS;
    this.#since = 0;
  }
}

/** The step of a series: the median of nine differences, anew when most of nine are longer or most are shorter. */
class Clock {
  step = 0;
  #differences: number[] | undefined = [];
  #count = 0;
  #longer = 0;
  #shorter = 0;

  learn(difference: number): void {
    if (this.#differences !== undefined) {
      this.#differences.push(difference);
      if (this.#differences.length < 9) return;
      this.step = this.#differences.sort((one, other) => one - other)[4]!;
      this.#differences = undefined;
      return;
    }
    if (difference > 1.1 * this.step) this.#longer++;
    else if (difference < 0.9 * this.step) this.#shorter++;
    if (++this.#count < 9) return;
    if (this.#longer > 4 || this.#shorter > 4) this.#differences = [];
    this.#count = 0;
    this.#longer = 0;
    this.#shorter = 0;
  }
}

const rateAfter = (count: number, least: number) => Math.max(least, 1 / count);

function moveMultiple(multiple: number, isMiss: boolean, rate: number, outside: number): number {
  const next = multiple * (1 + rate * ((isMiss ? 1 : 0) - outside));
  return Math.max(0.125 * USUAL, Math.min(16 * USUAL, next));
}

const word = new DataView(new ArrayBuffer(4));

/** The number that is left when only the upper half of a float is kept, rounded. */
function half(x: number): number {
  word.setFloat32(0, x);
  word.setUint32(0, (word.getUint32(0) + 0x8000) & 0xffff0000);
  return word.getFloat32(0);
}
