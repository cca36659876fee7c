import { greater, lesser } from "../number/extent";
import { Series } from "../series/record";
import { Model } from "../settings/settings";

/** How often a series may alarm, as a share of its points. */

/** What is asked for is taken to lie in this range: one point in a thousand, one in ten million. */
const MOST_SHARE: f64 = 1e-3;
const LEAST_SHARE: f64 = 1e-7;
/** What comes back is no news by this range: a series by the hour, of which a week is few points, may tell more. */
const MOST_OFTEN: f64 = 3e-3;
/** Seconds that a step is taken to have while it is unknown. */
const UNKNOWN_STEP: f64 = 60;

/** Share of a clean series' points that may alarm: within the range, and within the wider one. */
export let share: f64 = 0;
export let often: f64 = 0;

/** Takes a series; all series seen so far, `seriesSeen`, share what is asked for them together. */
export function setShare(record: Series, settings: Model, seriesSeen: i32): void {
  let asked: f64 = settings.alarmShare;
  if (asked <= 0) {
    const seconds = record.step > 0 ? <f64>record.step * 1e-9 : UNKNOWN_STEP;
    asked = seconds * (settings.alarmTotal > 0 ? settings.alarmTotal / <f64>max(seriesSeen, 1) : settings.alarmRate);
  }
  share = greater(lesser(asked, MOST_SHARE), LEAST_SHARE);
  often = greater(lesser(asked, MOST_OFTEN), LEAST_SHARE);
}
