import { greater } from "../number/extent";
import { Reason, high, judgeAs, low, markSecond, measured, reason, score } from "./judgement";
import { Model } from "../settings/settings";

/** What a person asks of an alarm beyond its being a surprise. */

/** The newest judgement is of a hard limit, which holds from a series' first point on. */
export let isHard: bool = false;

/**
 * Changes the newest judgement: a value beyond a hard limit is at the limit of alarm at least; one on the side that
 * nobody asked about is no surprise; one nearer to what was expected than asked for is as far from the limit as it is.
 */
export function gate(value: f64, settings: Model): void {
  isHard = value < settings.lower || value > settings.upper;
  if (isHard) {
    const least = isNaN(settings.lower) ? -Infinity : settings.lower;
    const most = isNaN(settings.upper) ? Infinity : settings.upper;
    judgeAs(Reason.Range, max(score, 1), value, least, most);
    return;
  }
  if (reason == Reason.Gap || reason == Reason.Stuck) return;
  const middle = 0.5 * (low + high);
  const above = measured - middle;
  let gated = score;
  if (<f64>settings.direction * above < 0) gated = 0;
  const wanted = greater(settings.leastDeviation, settings.leastShare * Math.abs(middle));
  if (Math.abs(above) < wanted) gated = min(gated, Math.abs(above) / wanted);
  if (gated == score) return;
  judgeAs(reason, gated, measured, low, high);
  if (gated < 1) markSecond(false);
}
