import { RateList, rateRow } from "../batch/additions";
import { groupLength, groupText } from "../detect/rate";
import { Word } from "../settings/words";
import { LINE_ROOM } from "./labels";
import { INTEGER_SUFFIX, NEWLINE, SPACE, copy, integer, number, put, roomLeft, say } from "./text";

/** How many series of each group were anomalous in an interval: a line for each group. */

/** Groups of the interval in work that are out already. */
let ratesOut: i32 = 0;

/** Writes the counts of an interval, or as many more as there is room for; true at their end. */
export function writeRates(list: RateList): bool {
  for (; ratesOut < list.count; ratesOut++) {
    const row = rateRow(list.first + ratesOut);
    if (roomLeft() < groupLength(row.group) + LINE_ROOM) return false;
    say(Word.RateName);
    copy(groupText(row.group), groupLength(row.group));
    say(Word.Rate);
    number(<f64>row.anomalous / <f64>row.series);
    say(Word.Anomalous);
    integer(row.anomalous);
    put(INTEGER_SUFFIX);
    say(Word.SeriesCount);
    integer(row.series);
    put(INTEGER_SUFFIX);
    put(SPACE);
    integer(list.time);
    put(NEWLINE);
  }
  ratesOut = 0;
  return true;
}
