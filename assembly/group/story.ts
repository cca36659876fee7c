import { group, storyOf } from "./group";

/** The story of a group: how it begins and ends, and which group's story tells of it. */

/** What a story has to tell. */
export enum StoryEvent {
  None,
  Opened,
  Grown,
  Closed,
}

/** Stories that are open. */
export let openStories: u32 = 0;

/** A story of a snapshot goes on. */
export function openAgain(): void {
  openStories++;
}

/** Begins a group's story in a round, at the common clock. */
export function begin(number: u32, round: u32, now: i64): void {
  openStories++;
  const story = storyOf(number);
  story.isOpen = true;
  story.hasGrown = false;
  story.round = round;
  story.last = now;
  story.quiet = 0;
  story.anomalous = 0;
  story.strongestScore = 0;
  group(number).pending = StoryEvent.Opened;
}

export function end(number: u32): void {
  openStories--;
  const story = storyOf(number);
  story.isOpen = false;
  story.isTold = false;
  story.taken = 0;
}

/** The group whose story tells of another's, 0 for none. */
export function tellerOf(number: u32): u32 {
  let up = number;
  for (let levels = storyOf(number).taken; levels > 0; levels--) up = group(up).parent;
  return up == number ? 0 : up;
}

/** Series of the groups that a story tells of: a group's own, or those of its groups that have closed. */
@inline
export function seriesTold(number: u32): u32 {
  return group(number).children == 0 ? group(number).members : storyOf(number).told;
}
