import { silence, silenceCount } from "../batch/additions";
import { Event } from "../detect/incident";
import { Judgement } from "../detect/judgement";
import { Series } from "../series/record";
import { groupEvery } from "../settings/settings";
import { countPoint, endCounts } from "./count";
import { NEAR, active, forgetCalm, meetEvidence, meetSilence, setRound } from "./evidence";
import { Member, kindHash, member, storyOf } from "./group";
import { joinKind } from "./kind";
import { judgeGroups } from "./judge";
import { openStories } from "./story";

/**
 * Rounds: stretches of the common clock as long as the step that most points have. A round is judged when as many
 * points of groups have come as in the round before, but one in a hundred, or else when the next round begins: all
 * series of a group, and all groups, are looked at together.
 */

/** Where a round goes on to when the clock has gone back, or far ahead: beyond what evidence of before counts. */
const APART: u32 = 1000;
/** Points of a series behind which it has a kind: less than it takes to alarm. */
const KNOWN_FROM: u32 = 10;
const SHORTEST: i64 = 1_000_000_000;
/** Points that may speak for a step before it takes as many others to give it up. */
const MOST_VOTES: u32 = 1 << 16;
/** One point of so many may be missing from a round that is judged. */
const MISSING: u32 = 100;

/** Number of the round in work, and where it begins and ends; nanoseconds. */
let number: u32 = APART;
let start: i64 = 0;
let end: i64 = 0;
/** The step, 0 while there is none, and what speaks for it. */
let tick: i64 = 0;
let votes: u32 = 0;
/** Points of this round and of the one before, and whether this one has been judged; the last that was. */
let points: u32 = 0;
let pointsBefore: u32 = 0;
let isJudged: bool = true;
let judged: u32 = 0;

/** The rounds as they stand in a snapshot. */
@unmanaged
export class Rounds {
  start: i64;
  end: i64;
  tick: i64;
  number: u32;
  votes: u32;
  points: u32;
  pointsBefore: u32;
  judged: u32;
  isJudged: u32;
}

export function saveRounds(to: Rounds): void {
  to.start = start;
  to.end = end;
  to.tick = tick;
  to.number = number;
  to.votes = votes;
  to.points = points;
  to.pointsBefore = pointsBefore;
  to.judged = judged;
  to.isJudged = isJudged ? 1 : 0;
}

export function restoreRounds(from: Rounds): void {
  start = from.start;
  end = from.end;
  tick = from.tick;
  setRound(tick);
  number = from.number;
  votes = from.votes;
  points = from.points;
  pointsBefore = from.pointsBefore;
  judged = from.judged;
  isJudged = from.isJudged != 0;
}

/**
 * Takes a point of a series that has just been scored, at the common clock: `mayAlarm` as incidents have it. What there
 * is to tell is written behind the line.
 */
export function meetPoint(
  line: i32, series: i32, record: Series, judgement: Judgement, mayAlarm: bool, isRate: bool, now: i64,
): void {
  if (groupEvery != 0) {
    endCounts(line, now);
    countPoint(series, record);
  }
  vote(record.step);
  if (now >= end || now < start) startRound(line, now);
  const its = member(series);
  if (its.group == 0) return;
  if (its.kind == 0) meetSeries(its, record, now);
  if (mayAlarm && judgement.score >= NEAR) meetEvidence(series, judgement, isRate, number, now);
  points++;
  if (!isJudged && points + pointsBefore / MISSING >= pointsBefore && pointsBefore > 0) judge(line, now);
}

/** Takes what was told of silences behind the line in work, from a row on. */
export function meetSilences(from: i32, now: i64): void {
  for (let index = from; index < silenceCount; index++) {
    const row = silence(index);
    if (row.event != Event.Closed) meetSilence(row.series, row.reason, number, now);
  }
}

/** The kind of a series is known once its group's other series have been met, too. */
function meetSeries(its: Member, record: Series, now: i64): void {
  const story = storyOf(its.group);
  if (story.met == i64.MIN_VALUE) story.met = now;
  if (record.points >= KNOWN_FROM) its.kind = joinKind(kindHash(record.key, its.group), now);
}

/** The step that most points have (Boyer & Moore): another one has to outnumber it. */
@inline
function vote(step: i64): void {
  if (step == 0) return;
  const difference = abs<i64>(max(step, SHORTEST) - tick);
  if (difference <= tick >> 3) {
    if (votes < MOST_VOTES) votes++;
  } else if (votes > 0) {
    votes--;
  } else {
    tick = max(step, SHORTEST);
    votes = 1;
    setRound(tick);
  }
}

function startRound(line: i32, now: i64): void {
  if (tick == 0) return;
  if (!isJudged) judge(line, now);
  const past = end == 0 || now < start ? <i64>APART : (now - end) / tick + 1;
  number += <u32>min(past, <i64>APART);
  const begun = now % tick;
  start = now - (begun < 0 ? begun + tick : begun);
  end = start + tick;
  pointsBefore = points;
  points = 0;
  isJudged = false;
}

function judge(line: i32, now: i64): void {
  isJudged = true;
  const past = number - judged;
  judged = number;
  if (active == 0 && openStories == 0) return;
  judgeGroups(line, number, past, now, tick);
  forgetCalm(now);
}
