import { GroupRow, appendGroupRow, nameGroup } from "../batch/additions";
import { Group, group, oldest, storyOf } from "./group";
import { Key, keyText } from "../series/key";
import { count, listEvidence, listed } from "./list";
import { series } from "../series/record";
import { StoryEvent, seriesTold, tellerOf } from "./story";

/** What is told of a story, as a row that is written behind a line. */

/** Leaves a row of what has become of a story, unless another one tells of it. */
export function tell(line: i32, number: u32, event: i32, now: i64): void {
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
