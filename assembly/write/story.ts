import { groupRow, namedGroup } from "../batch/additions";
import { group } from "../group/group";
import { writeGroupMessage } from "./group-message";
import { copy, pieceLength, startPiece } from "./text";

/** The rows of groups that the batch has so far, for the host; only before its output, whose place texts take. */

/** What the host asks of a row that is a number; the event is 0 where the row has counts. */
export enum StoryFact {
  Event,
  Severity,
  Incident,
  Anomalous,
  Series,
  Duration,
  /** Numbers of series, 0: none. */
  First,
  Strongest,
  /** Groups that it names. */
  Named,
}

export function storyFact(index: i32, which: i32): f64 {
  const row = groupRow(index);
  switch (which) {
    case StoryFact.Event: return row.event;
    case StoryFact.Severity: return row.severity;
    case StoryFact.Incident: return row.incident;
    case StoryFact.Anomalous: return row.anomalous;
    case StoryFact.Series: return row.series;
    case StoryFact.Duration: return row.duration;
    case StoryFact.First: return row.first;
    case StoryFact.Strongest: return row.strongest;
    default: return row.named;
  }
}

/** Nanoseconds: when it is told, and when what it tells of began. */
export function storyTime(index: i32): i64 {
  return groupRow(index).time;
}

export function storySince(index: i32): i64 {
  return groupRow(index).since;
}

/** Leaves a row's message in output; returns its bytes. */
export function storyMessage(index: i32): i32 {
  startPiece();
  writeGroupMessage(groupRow(index));
  return pieceLength();
}

/** Leaves the tag of a row's group in output, or of one of those that it names, which count from 1 on. */
export function storyGroup(index: i32, named: i32): i32 {
  const row = groupRow(index);
  const its = group(named == 0 ? row.group : namedGroup(row.firstNamed + named - 1));
  startPiece();
  copy(its.text, its.length);
  return pieceLength();
}
