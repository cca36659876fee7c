import { GroupRow, appendGroupRow, nameGroup } from "../batch/additions";
import { Key, keyText } from "../series/key";
import { series } from "../series/record";
import { logarithm } from "../number/power";
import { greater, lesser } from "../number/extent";
import { groupAlarms } from "../settings/settings";
import { Evidence, active, evidenceAt, isUnusual, peakExcess, weigh } from "./evidence";
import { Group, Story, group, grouped, member, newest, oldest, part, storyOf } from "./group";
import { echoOf, learnExcess, learnJoint, learnOnset } from "./kind";

/**
 * One outage, one message. In every round the evidence of a group's series is added up, strongest first, less what is
 * an echo of those that are counted already. A story opens where that passes a limit, grows once when it has doubled,
 * and closes when it is quiet. Groups that open at the same time are one story, of the group that they are in.
 */

/** What a story has to tell. */
export enum StoryEvent {
  None,
  Opened,
  Grown,
  Closed,
}

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
/**
 * Groups that open within so many rounds and make one story, and how long others join it unsaid; nanoseconds, and
 * rounds at least. Later than that, it takes as many again, and it is said.
 */
const TOGETHER: u32 = 3;
const TOGETHER_ROUNDS: u32 = 2;
const JOINABLE: i64 = 600_000_000_000;
const JOINABLE_ROUNDS: i64 = 3;
/** A series that is named came to its limit at most so long before: nanoseconds, and rounds at least. */
const BEGINNING: i64 = 900_000_000_000;
const BEGINNING_ROUNDS: i64 = 2;

/** Evidence of one group that is weighed, the strongest first; and so many beginnings that are learnt together. */
const MOST: i32 = 64;
const MOST_JOINT: i32 = 32;
const list: usize = memory.data(MOST * 4);
let count: i32 = 0;

/** Stories that are open. */
export let openStories: u32 = 0;

/** A story of a snapshot goes on. */
export function openAgain(): void {
  openStories++;
}

// of the round that is judged
let round: u32 = 0;
let roundsPast: u32 = 0;
let now: i64 = 0;
let tick: i64 = 0;

@inline
function listed(index: i32): Evidence {
  return evidenceAt(load<usize>(list + (<usize>index << 2)));
}

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
  if (opened) gather();
  if (openStories == 0) return;
  for (let at = newest; at != 0; at = group(at).before) {
    if (group(at).pending == StoryEvent.Closed) leaveTeller(at);
  }
  for (let at = oldest; at != 0; at = group(at).next) {
    if (group(at).pending != StoryEvent.None) tell(line, at, group(at).pending);
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

/** Lists a group's evidence, the strongest first, and of equal ones by the series' number. */
function listEvidence(its: Group): void {
  count = 0;
  for (let pointer = its.chain; pointer != 0; pointer = evidenceAt(pointer).chained) {
    let at = count < MOST ? count++ : isBefore(evidenceAt(pointer), listed(MOST - 1)) ? MOST - 1 : -1;
    if (at < 0) continue;
    for (; at > 0 && isBefore(evidenceAt(pointer), listed(at - 1)); at--) {
      store<usize>(list + (<usize>at << 2), changetype<usize>(listed(at - 1)));
    }
    store<usize>(list + (<usize>at << 2), pointer);
  }
}

@inline
function isBefore(one: Evidence, other: Evidence): bool {
  return one.weight > other.weight || (one.weight == other.weight && one.series < other.series);
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
  openStories++;
  story.isOpen = true;
  story.hasGrown = false;
  story.quiet = 0;
  story.round = round;
  story.last = now;
  story.evidence = evidence;
  story.severity = evidence >= SEVERE * limit ? 2 : 1;
  story.anomalous = 0;
  story.strongestScore = 0;
  takeUnusual(number);
  story.told = story.anomalous;
  nameFirst(story);
  group(number).pending = StoryEvent.Opened;
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

// groups of groups

/**
 * Groups that have opened together become one story, or join one. From the newest on: a group is made after the one
 * that it is in.
 */
function gather(): void {
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
    openStories++;
    story.isOpen = true;
    story.hasGrown = false;
    story.round = round;
    story.severity = 1;
    story.groups = 0;
    story.going = 0;
    story.anomalous = 0;
    story.told = 0;
    story.evidence = 0;
    story.since = now;
    story.last = now;
    group(number).pending = StoryEvent.Opened;
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

/** The group whose story tells of another's, 0 for none. */
function tellerOf(number: u32): u32 {
  let up = number;
  for (let levels = storyOf(number).taken; levels > 0; levels--) up = group(up).parent;
  return up == number ? 0 : up;
}

/** A story that another one tells of ends, and with the last of them that one. */
function leaveTeller(number: u32): void {
  const teller = tellerOf(number);
  if (teller == 0) return;
  const its = storyOf(number), story = storyOf(teller);
  story.anomalous += its.anomalous;
  story.told += seriesTold(number);
  story.last = max(story.last, its.last);
  if (--story.going == 0) group(teller).pending = StoryEvent.Closed;
}

/** Series of the groups that a story tells of: a group's own, or those of its groups that have closed. */
@inline
function seriesTold(number: u32): u32 {
  return group(number).children == 0 ? group(number).members : storyOf(number).told;
}

function close(number: u32): void {
  const story = storyOf(number);
  openStories--;
  story.isOpen = false;
  story.isTold = false;
  story.taken = 0;
  part(number);
  for (let pointer = group(number).chain; pointer != 0; pointer = evidenceAt(pointer).chained) {
    evidenceAt(pointer).isCounted = false;
  }
}

// telling

/** Leaves a row of what has become of a story, unless another one tells of it. */
function tell(line: i32, number: u32, event: i32): void {
  const story = storyOf(number);
  if (event == StoryEvent.Closed ? !story.isTold : story.taken != 0) return;
  if (event == StoryEvent.Opened) {
    story.isTold = true;
    story.incident++;
  }
  const row = appendGroupRow();
  row.line = line;
  row.time = now;
  row.group = number;
  row.event = event;
  row.severity = story.severity;
  row.incident = story.incident;
  row.since = story.since;
  row.first = story.first;
  row.strongest = story.strongest;
  row.measured = story.measured;
  row.low = story.low;
  row.high = story.high;
  row.reason = story.reason;
  row.isRate = story.isRate;
  // a clock that has gone back lies between them
  row.duration = max(0, <f64>(story.last - story.since) * 1e-9);
  if (group(number).children == 0) tellOfSeries(row, number);
  else tellOfGroups(row, number);
}

function tellOfSeries(row: GroupRow, number: u32): void {
  row.anomalous = storyOf(number).anomalous;
  row.series = group(number).members;
  if (row.event == StoryEvent.Closed) return;
  tallyMeasurements(row, group(number));
}

/** Counts the series of all groups that a story tells of, and names those. */
function tellOfGroups(row: GroupRow, number: u32): void {
  const story = storyOf(number);
  row.groups = story.groups;
  row.anomalous = story.anomalous;
  row.series = story.told;
  if (row.event == StoryEvent.Closed) return;
  for (let at = oldest; at != 0; at = group(at).next) {
    const teller = tellerOf(at);
    if (teller == number) nameGroup(at);
    // those that are told of by one that is told of, too
    let up = teller;
    while (up != 0 && up != number) up = tellerOf(up);
    if (up == 0) continue;
    row.anomalous += storyOf(at).anomalous;
    row.series += seriesTold(at);
  }
}

/** The two measurements that most of the series that a story counts are of. */
function tallyMeasurements(row: GroupRow, its: Group): void {
  let most = 0, secondMost = 0;
  listEvidence(its);
  for (let index = 0; index < count; index++) {
    if (!listed(index).isCounted) continue;
    let alike = 0;
    for (let other = 0; other < count; other++) {
      if (!listed(other).isCounted || !areAlike(listed(index).series, listed(other).series)) continue;
      // a measurement is counted at its first series
      if (other < index) {
        alike = 0;
        break;
      }
      alike++;
    }
    if (alike > most) {
      secondMost = most;
      row.secondMost = row.most;
      most = alike;
      row.most = listed(index).series;
    } else if (alike > secondMost) {
      secondMost = alike;
      row.secondMost = listed(index).series;
    }
  }
}

/** Whether two series are of one measurement. */
function areAlike(one: u32, other: u32): bool {
  const first = series(one).key, second = series(other).key;
  const length = changetype<Key>(first).measurementLength;
  return length == changetype<Key>(second).measurementLength &&
    memory.compare(keyText(first), keyText(second), length) == 0;
}
