import type { Option } from "../options.js";

/** Positions of a slider, 0 to `steps`, and the values that they stand for. */
export interface SliderScale {
  readonly steps: number;
  toValue(position: number): number;
  toPosition(value: number): number;
}

/** The greatest number that a slider goes up to. */
const GREATEST = 5_000;
const STEPS = 200;

/** A scale for a number with two ends; undefined for what has none, or reaches too far to slide. */
export function sliderScale({ type, range, name }: Option): SliderScale | undefined {
  if (name === "false-alarms") return shareScale;
  const low = range?.from ?? range?.above;
  const high = range?.to ?? range?.below;
  if ((type !== "integer" && type !== "number") || low === undefined || high === undefined) return undefined;
  if (name === "refit" || high - low > GREATEST) return undefined;
  if (type === "integer" && high > STEPS) return wideScale(low, high);
  if (type === "integer") return { steps: high - low, toValue: (at) => low + at, toPosition: (value) => value - low };
  return fineScale(low, high, range?.above !== undefined, range?.below !== undefined);
}

/** Shares of the points, from the least to the greatest that alarms are held to: twenty for a factor of ten. */
const shareScale: SliderScale = {
  steps: 20,
  toValue: (position) => Number((1e-4 * 10 ** (position / 20)).toPrecision(2)),
  toPosition: (share) => Math.min(20, Math.max(0, Math.round(Math.log10(share / 1e-4) * 20))),
};

/** Whole numbers, close together at the low end. */
function wideScale(low: number, high: number): SliderScale {
  const span = Math.log1p(high - low);
  return {
    steps: STEPS,
    toValue: (position) => Math.round(low + Math.expm1((position / STEPS) * span)),
    toPosition: (value) => Math.round((Math.log1p(Math.max(0, value - low)) / span) * STEPS),
  };
}

/** Numbers in even steps; an end that does not belong to the range is left out. */
function fineScale(low: number, high: number, isLowOpen: boolean, isHighOpen: boolean): SliderScale {
  const step = (high - low) / STEPS;
  const first = isLowOpen ? 1 : 0;
  const steps = STEPS - first - (isHighOpen ? 1 : 0);
  return {
    steps,
    toValue: (position) => Number((low + (position + first) * step).toPrecision(6)),
    toPosition: (value) => Math.round((value - low) / step) - first,
  };
}
