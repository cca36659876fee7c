import { Story, group, newest, oldest, storyOf } from "./group";
import { StoryEvent, begin, seriesTold, tellerOf } from "./story";

/** Groups that go wrong together: their stories become one, of the group that they are in. */

/**
 * Groups that open within so many rounds and make one story, and how long others join it unsaid; nanoseconds, and
 * rounds at least. Later than that, it takes as many again, and it is said.
 */
const TOGETHER: u32 = 3;
const TOGETHER_ROUNDS: u32 = 2;
const JOINABLE: i64 = 600_000_000_000;
const JOINABLE_ROUNDS: i64 = 3;
// of the round that is judged
let round: u32 = 0;
let now: i64 = 0;
let tick: i64 = 0;

/**
 * Groups that have opened together become one story, or join one. From the newest on: a group is made after the one
 * that it is in.
 */
export function gather(ofRound: u32, time: i64, step: i64): void {
  round = ofRound;
  now = time;
  tick = step;
  for (let at = newest; at != 0; at = group(at).before) {
    const its = group(at), story = storyOf(at);
    if (its.children > 0 && its.fresh > 0) {
      const isJoinable = story.isOpen && now - story.joined <= max(JOINABLE, JOINABLE_ROUNDS * tick);
      if (isJoinable || its.fresh >= TOGETHER) gatherInto(at, isJoinable);
      else if (its.parent != 0) group(its.parent).fresh += its.fresh;
    }
    if (isFresh(at) && its.parent != 0) group(its.parent).fresh++;
  }
}

/** Whether a group's own story has opened lately, and no other tells of it. */
@inline
function isFresh(number: u32): bool {
  const story = storyOf(number);
  return story.isOpen && story.taken == 0 && round - story.round <= TOGETHER_ROUNDS;
}

function gatherInto(number: u32, isJoinable: bool): void {
  const story = storyOf(number);
  const isNew = !story.isOpen;
  if (isNew) {
    begin(number, round, now);
    story.severity = 1;
    story.groups = 0;
    story.going = 0;
    story.told = 0;
    story.evidence = 0;
    story.since = now;
  }
  story.joined = now;
  for (let at = oldest; at != 0; at = group(at).next) {
    const levels = levelsUp(at, number);
    if (levels == 0 || !isFresh(at)) continue;
    const its = storyOf(at);
    its.taken = levels;
    story.groups++;
    story.going++;
    if (!isNew) continue;
    story.since = min(story.since, its.since);
    story.severity = max(story.severity, its.severity);
    if (its.evidence > story.evidence) nameAs(story, its);
  }
  if (isNew) story.toldGroups = story.groups;
  if (isNew || (isJoinable && (story.hasGrown || story.groups < 2 * story.toldGroups))) return;
  story.hasGrown = true;
  group(number).pending = StoryEvent.Grown;
}

/** How many levels a group is below another one; 0: it is not. */
function levelsUp(number: u32, other: u32): u8 {
  let levels: u8 = 0;
  for (let up = number; up != 0; up = group(up).parent) {
    if (up == other) return levels;
    levels++;
  }
  return 0;
}

/** Names the series that another group's story names. */
function nameAs(story: Story, its: Story): void {
  story.evidence = its.evidence;
  story.first = its.first;
  story.strongest = its.strongest;
  story.measured = its.measured;
  story.low = its.low;
  story.high = its.high;
  story.reason = its.reason;
  story.isRate = its.isRate;
}

/** A story that another one tells of ends, and with the last of them that one. */
export function leaveTeller(number: u32): void {
  const teller = tellerOf(number);
  if (teller == 0) return;
  const its = storyOf(number), story = storyOf(teller);
  story.anomalous += its.anomalous;
  story.told += seriesTold(number);
  story.last = max(story.last, its.last);
  if (--story.going == 0) group(teller).pending = StoryEvent.Closed;
}
