import { greater, lesser } from "../number/extent";
import { Channels, varianceSizes } from "../series/channels";
import { ALARM_POINTS, points, quickChangeRate, slowChangeRate } from "./age";
import { Judgement, Reason, judgeAs, offer } from "./judgement";
import { often, share } from "./share";
import { LARGEST_LIMIT, isOldNews, learnSize, tailLimit } from "./sizes";

/** How much a series changes from point to point now, as a ratio to how much it usually does. */

/** Least ratio that is told, and the part of the asked-for share that this channel has. */
export const VARIANCE_LEAST: f64 = 3;
const SHARE_PART: f64 = 0.2;
const OFTEN_PART: f64 = 0.5;
/** A change counts as this many usual ones at most, and a quarter of the smallest one is added to both means. */
const WINSOR: f64 = 20;
const SMALLEST_PART: f64 = 0.25;

export function judgeVariance(its: Judgement, channels: Channels, change: f64): void {
  const slow: f64 = channels.slowChange;
  const most = WINSOR * slow + (points < ALARM_POINTS ? change : 0);
  const counted = lesser(change, most);
  const quick = channels.quickChange + quickChangeRate * (counted - channels.quickChange);
  channels.quickChange = <f32>quick;
  if (points >= ALARM_POINTS) {
    const more = SMALLEST_PART * channels.smallest;
    const ratio = (quick + more) / (slow + more + its.tiny);
    const sizes = varianceSizes(channels);
    const score = ratio / sizes.limit;
    const isNews = score < 1 || !isOldNews(sizes, ratio, OFTEN_PART * often, channels.counted);
    if (offer(its, score, isNews)) {
      judgeAs(its, Reason.Variance, its.score, quick, 0, sizes.limit * (slow + more));
    }
    if (learnSize(sizes, ratio)) its.isRenewing = true;
  }
  channels.slowChange += <f32>(slowChangeRate * (counted - slow));
}

export function renewVarianceLimit(channels: Channels): void {
  const sizes = varianceSizes(channels);
  const limit = points < ALARM_POINTS ? VARIANCE_LEAST : tailLimit(sizes, SHARE_PART * share, channels.counted);
  sizes.limit = <f32>lesser(greater(limit, VARIANCE_LEAST), LARGEST_LIMIT);
}
