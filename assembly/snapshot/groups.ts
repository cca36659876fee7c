import { EVIDENCE_BYTES, Evidence, restoreEvidence } from "../group/evidence";
import { Story, group, kindHash, member, storyOf } from "../group/group";
import { KIND_BYTES, Kind, kind, restoreKind, restoreKnown } from "../group/kind";
import { openAgain } from "../group/story";
import { padded, put } from "../memory/pool";
import { series } from "../series/record";

/**
 * What is known of groups stands in the records of their series: its own evidence in each, and in the first one that is
 * of a kind, or in a group, what is known of that kind, and of the group and the groups that it is in.
 *
 *     | Parts | evidence, kind, a Story for each level of groups |
 */
@unmanaged
class Parts {
  /** Bytes of all of it. */
  bytes: u32;
  /** Number of the kind, 0 while it has none. */
  kind: u32;
  hasEvidence: u8;
  hasKind: u8;
  /** A bit for each level whose Story follows, the group itself in the lowest; and for those that name the series. */
  stories: u8;
  firsts: u8;
  strongests: u8;
  unused: u8;
  unusedToo: u16;
}

/** Number of the snapshot that is written. */
let snapshot: u32 = 0;

/** A new snapshot holds nothing yet. */
export function startSaved(): void {
  snapshot++;
}

/** Writes what of groups stands in a series' record; returns its end. */
export function saveParts(number: i32, at: usize): usize {
  const its = member(number);
  const parts = changetype<Parts>(at);
  memory.fill(at, 0, offsetof<Parts>());
  let end = at + offsetof<Parts>();
  if (its.group != 0) {
    parts.kind = its.kind;
    if (its.evidence != 0) {
      parts.hasEvidence = 1;
      const copy = changetype<Evidence>(end);
      end = put(its.evidence, EVIDENCE_BYTES, end);
      copy.next = 0;
      copy.chained = 0;
      copy.series = 0;
    }
    if (its.kind != 0 && kind(its.kind).saved != snapshot) {
      kind(its.kind).saved = snapshot;
      parts.hasKind = 1;
      const from = end;
      end = put(changetype<usize>(kind(its.kind)), KIND_BYTES, end);
      const copy = changetype<Kind>(from);
      copy.next = 0;
      copy.members = 0;
      copy.saved = 0;
    }
    end = saveStories(parts, number, end);
  }
  parts.bytes = <u32>(end - at);
  return end;
}

function saveStories(parts: Parts, number: i32, at: usize): usize {
  let end = at;
  let bit: u8 = 1;
  for (let up = member(number).group; up != 0; up = group(up).parent) {
    const story = storyOf(up);
    if (story.first == number) parts.firsts |= bit;
    if (story.strongest == number) parts.strongests |= bit;
    if (group(up).saved != snapshot) {
      group(up).saved = snapshot;
      parts.stories |= bit;
      const copy = changetype<Story>(end);
      end = put(changetype<usize>(story), offsetof<Story>(), end);
      copy.first = 0;
      copy.strongest = 0;
    }
    bit <<= 1;
  }
  return end;
}

/** The end of what is written of groups. */
export function partsEnd(at: usize): usize {
  return at + changetype<Parts>(at).bytes;
}

/** Gives a series, its kind and its groups back what was written of them. */
export function restoreParts(number: i32, at: usize): void {
  const parts = changetype<Parts>(at), its = member(number);
  let from = at + offsetof<Parts>();
  if (parts.hasEvidence) {
    restoreEvidence(number, from);
    from += padded(EVIDENCE_BYTES);
  }
  if (parts.kind != 0) {
    const hash = parts.hasKind ? changetype<Kind>(from).hash : kindHash(series(number).key, its.group);
    its.kind = restoreKind(parts.kind, hash);
  }
  if (parts.hasKind) {
    restoreKnown(its.kind, from);
    from += padded(KIND_BYTES);
  }
  let bit: u8 = 1;
  for (let up = its.group; up != 0; up = group(up).parent) {
    const story = storyOf(up);
    if (parts.stories & bit) {
      const first = story.first, strongest = story.strongest;
      memory.copy(changetype<usize>(story), from, offsetof<Story>());
      story.first = first;
      story.strongest = strongest;
      from += padded(offsetof<Story>());
      if (story.isOpen) openAgain();
    }
    if (parts.firsts & bit) story.first = number;
    if (parts.strongests & bit) story.strongest = number;
    bit <<= 1;
  }
}
