import { Judgement } from "../detect/judgement";
import { giveBlockBack, takeBlock } from "../memory/pool";
import { SERIES_SILENT, series } from "../series/record";
import { evidenceOf, excessOf } from "./kind";
import { Member, member, storyOf } from "./group";

/**
 * What a series has to tell its group: there is some while it is at its limit, or near it, and for a while after that.
 * A block a series, in a list.
 */
@unmanaged
export class Evidence {
  /** The next of all, and of its group while a round is judged. */
  next: usize;
  chained: usize;
  series: u32;
  /** Numbers of the newest round in which it was near its limit, and of that in which it came there. */
  round: u32;
  onset: u32;
  /** How much it told in the newest round and the one before, and what of it counts now. */
  newest: f32;
  before: f32;
  weight: f32;
  /** The newest score, and the highest since it came near its limit. */
  score: f32;
  peak: f32;
  /** What of the peak its kind has learnt. */
  learned: f32;
  /** Nanoseconds: when it came to its limit, 0 where it has not, and when it was there last. */
  since: i64;
  last: i64;
  /** When it was near its limit last. */
  near: i64;
  /** At the peak: what it was, and what was expected. */
  measured: f64;
  low: f64;
  high: f64;
  /** One of Reason. */
  reason: u8;
  /** It is a counter's increase a second. */
  isRate: bool;
  /** Its kind has learnt of it. */
  isLearned: bool;
  /** The story of its group counts it. */
  isCounted: bool;
}

export const EVIDENCE_BYTES: usize = offsetof<Evidence>();

/** From this score on there is evidence: a part of the limit. */
export const NEAR: f64 = 0.7;
/** From this score on a series counts as unusual, and what it is about may be said to have begun. */
const AT_LIMIT: f64 = 0.95;
/** A hard limit is a story by itself. */
const HARD_EVIDENCE: f32 = 1000;
/** Evidence is forgotten after so long without more, in nanoseconds, and after so many rounds at least. */
const FORGOTTEN: i64 = 1_800_000_000_000;
const FORGOTTEN_ROUNDS: i64 = 5;
/** Rounds below its limits after which a series comes there anew. */
const CALM: u32 = 3;

/** The first of all. */
export let active: usize = 0;
/** Nanoseconds after which evidence is forgotten. */
let forgotten: i64 = FORGOTTEN;

/** Rounds are so long from here on. */
export function setRound(tick: i64): void {
  forgotten = max(FORGOTTEN, FORGOTTEN_ROUNDS * tick);
}

@inline
export function evidenceAt(pointer: usize): Evidence {
  return changetype<Evidence>(pointer);
}

/** Takes the judgement of a series' point, whose score is near the limit, in a round. */
export function meetEvidence(number: i32, judgement: Judgement, isRate: bool, round: u32, now: i64): void {
  const owner = member(number);
  const its = evidenceOfSeries(number, owner, round);
  const score = judgement.score;
  turn(its, round);
  const isHard = judgement.isHard && score >= 1;
  its.newest = max(its.newest, isHard ? HARD_EVIDENCE : <f32>evidenceOf(owner.kind, score, now));
  its.score = max(its.score, <f32>score);
  its.near = now;
  if (score < AT_LIMIT) return;
  if (its.since == 0 || now - its.last > forgotten) startEpisode(its, now);
  its.last = now;
  if (<f32>score <= its.peak) return;
  its.peak = <f32>score;
  its.measured = judgement.measured;
  its.low = judgement.low;
  its.high = judgement.high;
  its.reason = <u8>judgement.reason;
  its.isRate = isRate;
}

/** Takes a silence of a series, which is told of while it lasts. */
export function meetSilence(number: i32, reason: i32, round: u32, now: i64): void {
  const owner = member(number);
  if (owner.group == 0) return;
  const its = evidenceOfSeries(number, owner, round);
  turn(its, round);
  its.newest = max<f32>(its.newest, 1);
  its.score = max<f32>(its.score, 1);
  its.near = now;
  if (its.since == 0 || now - its.last > forgotten) startEpisode(its, now);
  its.last = now;
  if (its.peak >= 1) return;
  its.peak = 1;
  its.reason = <u8>reason;
}

function evidenceOfSeries(number: i32, owner: Member, round: u32): Evidence {
  if (owner.evidence != 0) return evidenceAt(owner.evidence);
  owner.evidence = takeBlock(EVIDENCE_BYTES);
  const its = evidenceAt(owner.evidence);
  its.series = number;
  its.round = round;
  its.onset = round;
  its.next = active;
  active = owner.evidence;
  return its;
}

/** Goes on to a round. */
function turn(its: Evidence, round: u32): void {
  if (its.round == round) return;
  if (round - its.round > CALM) its.onset = round;
  its.before = round - its.round == 1 ? its.newest : 0;
  its.newest = 0;
  its.score = 0;
  its.round = round;
}

function startEpisode(its: Evidence, now: i64): void {
  its.since = now;
  its.peak = 0;
  its.isLearned = false;
  its.learned = 0;
}

/** What counts of it in a round: the larger of the two newest; of a silence, as long as it lasts. */
export function weigh(its: Evidence, round: u32): void {
  if (series(its.series).flags & SERIES_SILENT) {
    its.weight = max(its.newest, its.before);
    return;
  }
  const past = round - its.round;
  its.weight = past == 0 ? max(its.newest, its.before) : past == 1 ? its.newest : 0;
}

/** Whether a series has reached its limit in a round or the one before. */
@inline
export function isUnusual(its: Evidence, round: u32): bool {
  return its.peak >= 1 && (its.weight > 0 || round - its.round <= 1);
}

/** Takes what has long been calm out of the list, unless a story goes on that counts it. */
export function forgetCalm(now: i64): void {
  let at: usize = 0;
  for (let pointer = active; pointer != 0; ) {
    const its = evidenceAt(pointer), next = its.next;
    const isGoingOn = its.isCounted && storyOf(member(its.series).group).isOpen;
    const isKept = isGoingOn || (now >= its.near && now - its.near <= forgotten);
    if (isKept) {
      at = pointer;
    } else {
      if (at == 0) active = next;
      else evidenceAt(at).next = next;
      member(its.series).evidence = 0;
      giveBlockBack(pointer, EVIDENCE_BYTES);
    }
    pointer = next;
  }
}

/** Takes a series' evidence out of the list. */
export function dropEvidence(number: i32): void {
  const pointer = member(number).evidence;
  if (pointer == 0) return;
  if (active == pointer) {
    active = evidenceAt(pointer).next;
  } else {
    let at = active;
    while (evidenceAt(at).next != pointer) at = evidenceAt(at).next;
    evidenceAt(at).next = evidenceAt(pointer).next;
  }
  member(number).evidence = 0;
  giveBlockBack(pointer, EVIDENCE_BYTES);
}

/** Goes on with the evidence of a series of a snapshot, of so many bytes there, or none. */
export function restoreEvidence(number: i32, from: usize): void {
  const owner = member(number);
  const its = evidenceOfSeries(number, owner, 0);
  const next = its.next;
  memory.copy(owner.evidence, from, EVIDENCE_BYTES);
  its.next = next;
  its.chained = 0;
  its.series = number;
}

/** The logarithm of a peak, as kinds learn it. */
export function peakExcess(its: Evidence): f32 {
  return <f32>excessOf(<f64>its.peak);
}
