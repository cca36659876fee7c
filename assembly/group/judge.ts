import { Evidence, active, evidenceAt, isUnusual, peakExcess, weigh } from "./evidence";
import { gather, leaveTeller } from "./gather";
import { Group, Story, group, grouped, member, newest, oldest, part, storyOf } from "./group";
import { echoOf, learnExcess, learnJoint, learnOnset } from "./kind";
import { greater, lesser } from "../number/extent";
import { groupAlarms } from "../settings/settings";
import { count, listEvidence, listed } from "./list";
import { logarithm } from "../number/power";
import { StoryEvent, begin, end, openStories } from "./story";
import { tell } from "./tell";

/**
 * One outage, one message. In every round the evidence of a group's series is added up, strongest first, less what is
 * an echo of those that are counted already. A story opens where that passes a limit, grows once when it has doubled,
 * and closes when it is quiet. Groups that open at the same time are one story, of the group that they are in.
 */

/** The limit of evidence for a false alarm in 75 days of each group, and its range. */
const USUAL_LIMIT: f64 = 4;
const LEAST_LIMIT: f64 = 2;
const MOST_LIMIT: f64 = 12;
/** False alarms a second of a group at that limit; for evidence as much higher, there are fewer by this power of e. */
const USUAL_ALARMS: f64 = 1.0 / (75 * 86_400);
const STEEPNESS: f64 = 0.75;
/** Of a group's first day the limit is so many times as high, and everything is learnt. */
const YOUNG_LIMIT: f64 = 3;
const DAY: i64 = 86_400_000_000_000;
/** Evidence beyond so many times the limit is severe. */
const SEVERE: f64 = 2;
/** Evidence up to this part of the limit is quiet, and so many rounds of it in a row close a story. */
const QUIET: f64 = 0.3;
const QUIET_ROUNDS: u32 = 5;
/** Times the evidence, and more series, that make a story grow. */
const GROWTH: f64 = 2;
const GROWN_BY: u32 = 2;
/** A series that is named came to its limit at most so long before: nanoseconds, and rounds at least. */
const BEGINNING: i64 = 900_000_000_000;
const BEGINNING_ROUNDS: i64 = 2;

/** So many beginnings are learnt together. */
const MOST_JOINT: i32 = 32;

// of the round that is judged
let round: u32 = 0;
let roundsPast: u32 = 0;
let now: i64 = 0;
let tick: i64 = 0;

/**
 * Judges all groups at the end of a round, so many rounds after the last one that was; what there is to tell is written
 * behind a line.
 */
export function judgeGroups(line: i32, number: u32, past: u32, time: i64, step: i64): void {
  round = number;
  roundsPast = past;
  now = time;
  tick = step;
  chainEvidence();
  let opened = false;
  for (let at = oldest; at != 0; at = group(at).next) {
    const its = group(at);
    its.pending = StoryEvent.None;
    its.fresh = 0;
    if (its.chain == 0 && !storyOf(at).isOpen) continue;
    if (its.children == 0) opened = judgeGroup(at, its) || opened;
  }
  if (opened) gather(round, now, tick);
  if (openStories == 0) return;
  for (let at = newest; at != 0; at = group(at).before) {
    if (group(at).pending == StoryEvent.Closed) leaveTeller(at);
  }
  for (let at = oldest; at != 0; at = group(at).next) {
    if (group(at).pending != StoryEvent.None) tell(line, at, group(at).pending, now);
  }
  for (let at = newest; at != 0; at = group(at).before) {
    if (group(at).pending == StoryEvent.Closed) close(at);
  }
}

/** Hands each group the evidence of its series. */
function chainEvidence(): void {
  for (let at = oldest; at != 0; at = group(at).next) group(at).chain = 0;
  for (let pointer = active; pointer != 0; pointer = evidenceAt(pointer).next) {
    const its = evidenceAt(pointer);
    const owner = group(member(its.series).group);
    weigh(its, round);
    its.chained = owner.chain;
    owner.chain = pointer;
  }
}

/** Judges a group by the evidence of its series; true where a story opens. */
function judgeGroup(number: u32, its: Group): bool {
  const story = storyOf(number);
  listEvidence(its);
  const evidence = sumEvidence();
  const isYoung = now - story.met < DAY;
  const limit = limitOf() * (isYoung ? YOUNG_LIMIT : 1);
  const isBeyond = evidence >= limit;
  if (isYoung || (!isBeyond && !story.isOpen)) learn();
  if (!story.isOpen) {
    if (isBeyond) open(number, evidence, limit);
    return isBeyond;
  }
  takeUnusual(number);
  if (evidence > QUIET * limit) {
    story.quiet = 0;
    story.last = now;
  } else {
    story.quiet += roundsPast;
  }
  if (story.quiet >= QUIET_ROUNDS) {
    its.pending = StoryEvent.Closed;
  } else if (!story.hasGrown && evidence >= GROWTH * story.evidence && story.anomalous >= story.told + GROWN_BY) {
    story.hasGrown = true;
    if (evidence >= SEVERE * limit) story.severity = 2;
    its.pending = StoryEvent.Grown;
  }
  return false;
}

/** All evidence of the list, each less the echo of those before it. */
function sumEvidence(): f64 {
  let sum: f64 = 0;
  for (let index = 0; index < count; index++) {
    const its = listed(index);
    if (its.weight <= 0) break;
    const kind = member(its.series).kind;
    let echo: f64 = 0;
    for (let other = 0; other < index && echo < 1; other++) {
      echo = greater(echo, echoOf(kind, member(listed(other).series).kind));
    }
    sum += <f64>its.weight * (1 - echo);
  }
  return sum;
}

/** By the rate that is asked for: twice as many groups, or half as many false alarms, raise it by 0.9. */
function limitOf(): f64 {
  if (groupAlarms == 0) return USUAL_LIMIT;
  const usual = <f64>grouped * USUAL_ALARMS;
  return greater(LEAST_LIMIT, lesser(MOST_LIMIT, USUAL_LIMIT + logarithm(usual / groupAlarms) / STEEPNESS));
}

/** Kinds learn what no story is told of: how far beyond its limit a series is, and which others began with it. */
function learn(): void {
  for (let index = 0; index < count; index++) {
    const its = listed(index);
    const kind = member(its.series).kind;
    // a hard limit is reached before there is a kind
    if (its.round != round || kind == 0) continue;
    if (its.score >= 1) {
      const excess = peakExcess(its);
      const further = <f64>max<f32>(0, excess - its.learned);
      if (!its.isLearned || further > 0) learnExcess(kind, !its.isLearned, further);
      its.isLearned = true;
      its.learned = max(its.learned, excess);
    }
    if (its.onset == round) learnBeginning(index, kind);
  }
}

function learnBeginning(index: i32, kind: u32): void {
  learnOnset(kind);
  if (index >= MOST_JOINT) return;
  for (let other = 0; other < min(count, MOST_JOINT); other++) {
    const its = listed(other);
    if (other == index || round - its.onset > 1) continue;
    const otherKind = member(its.series).kind;
    if (otherKind == kind || otherKind == 0) continue;
    learnJoint(kind, otherKind);
    if (its.onset != round) learnJoint(otherKind, kind);
  }
}

function open(number: u32, evidence: f64, limit: f64): void {
  const story = storyOf(number);
  begin(number, round, now);
  story.evidence = evidence;
  story.severity = evidence >= SEVERE * limit ? 2 : 1;
  takeUnusual(number);
  story.told = story.anomalous;
  nameFirst(story);
}

/** Counts the series that have reached their limits and that the story does not count yet. */
function takeUnusual(number: u32): void {
  const story = storyOf(number);
  for (let pointer = group(number).chain; pointer != 0; pointer = evidenceAt(pointer).chained) {
    const its = evidenceAt(pointer);
    if (!isUnusual(its, round)) continue;
    if (!its.isCounted) story.anomalous++;
    its.isCounted = true;
    if (its.peak < story.strongestScore) continue;
    if (its.peak == story.strongestScore && its.series >= story.strongest) continue;
    story.strongestScore = its.peak;
    story.strongest = its.series;
  }
}

/** Names the series to look at first: the one furthest beyond its limit of those that came there first. */
function nameFirst(story: Story): void {
  let since = now;
  for (let index = 0; index < count; index++) {
    const its = listed(index);
    if (hasBegun(its)) since = min(since, its.since);
  }
  let first = listed(0);
  let isFound = false;
  for (let index = 0; index < count; index++) {
    const its = listed(index);
    if (!hasBegun(its) || its.since > since + tick || (isFound && its.peak <= first.peak)) continue;
    first = its;
    isFound = true;
  }
  story.since = since;
  story.first = first.series;
  story.measured = first.measured;
  story.low = first.low;
  story.high = first.high;
  story.reason = first.reason;
  story.isRate = first.isRate;
}

@inline
function hasBegun(its: Evidence): bool {
  return its.since != 0 && isUnusual(its, round) && its.since > now - max(BEGINNING, BEGINNING_ROUNDS * tick);
}

function close(number: u32): void {
  end(number);
  part(number);
  for (let pointer = group(number).chain; pointer != 0; pointer = evidenceAt(pointer).chained) {
    evidenceAt(pointer).isCounted = false;
  }
}
