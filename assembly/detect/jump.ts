import { greater, lesser } from "../number/extent";
import { Channels } from "../series/channels";
import { points } from "./age";
import { Judgement, Reason, judgeAs, offer } from "./judgement";

/**
 * A jump on a coarse sensor whose values move by single steps: a misread digit, which is taken back, or a jump so far
 * that no such sensor makes it. However often it comes back, it is a fault.
 */

/** A jump may be taken back within so many points. */
const JUMP_AGE: u8 = 8;
/** Smallest changes that a jump has to have which is taken back, and one that is not. */
const UNDONE: f64 = 4;
const FAR: f64 = 10;
/**
 * A sensor moves by single steps when it has changed so often, with at least this part of its changes the smallest one.
 */
const LEAST_CHANGES: u32 = 20;
const SINGLE: f32 = 0.3;
const SINGLE_RATE: f64 = 0.005;
/** It also has to stay where it is: it moves at less than this part of its points. */
const MOVING: f32 = 0.5;
const MOVING_RATE: f64 = 0.001;
/** It wanders: from value to value it changes by less than this part of its usual distance from the level. */
const SMOOTH: f64 = 0.5;
/** What is up to this many smallest changes counts as one. */
const ABOUT_ONE: f64 = 1.5;

/** `before` is the value before; both are as they came. */
export function judgeJump(its: Judgement, channels: Channels, value: f64, before: f64): void {
  const step = value - before, size = Math.abs(step);
  const jump: f64 = channels.jump;
  channels.moving += <f32>(greater(MOVING_RATE, 1 / <f64>(points + 1)) * ((size > its.tiny ? 1 : 0) - channels.moving));
  if (size > its.tiny) {
    if (channels.changes < u32.MAX_VALUE) channels.changes++;
    const rate = max(SINGLE_RATE, 1 / <f64>channels.changes);
    channels.single += <f32>(rate * ((size <= ABOUT_ONE * channels.smallest ? 1 : 0) - channels.single));
  }
  if (channels.jumpAge < 255) channels.jumpAge++;
  const isBack = channels.jumpAge <= JUMP_AGE && step * jump < 0;
  const undone = isBack ? lesser(Math.abs(jump), size) : 0;
  if (channels.jumpAge > JUMP_AGE || size >= Math.abs(jump)) {
    channels.jump = <f32>step;
    channels.jumpAge = 0;
  }
  if (isIdle(channels) || !movesBySteps(channels)) return;
  const ratio = max(undone / UNDONE, size / FAR) / channels.smallest;
  if (!offer(its, ratio, true)) return;
  // what is taken back is told by the value that was wrong
  const isOver = isBack && undone / UNDONE > size / FAR;
  const middle = isOver ? value : before;
  const half = (isOver ? UNDONE : FAR) * channels.smallest;
  judgeAs(its, Reason.Spike, its.score, isOver ? before : value, middle - half, middle + half);
}

/** What rests at 0 counts something that seldom happens: its jumps are no misreads. */
@inline
function isIdle(channels: Channels): bool {
  return channels.home == 0;
}

function movesBySteps(channels: Channels): bool {
  return channels.changes >= LEAST_CHANGES && channels.single > SINGLE && channels.moving < MOVING &&
    channels.slowChange < <f32>SMOOTH * channels.spread;
}
