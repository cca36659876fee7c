import { StatisticsRow } from "../batch/additions";
import { Word } from "../settings/words";
import { INTEGER_SUFFIX, NEWLINE, SPACE, integer, number, put, say } from "./text";

/** One line of Holtline's own work. A share of nothing is left out. */
export function writeStatistics(row: StatisticsRow): void {
  say(Word.StatisticsName);
  let at = changetype<usize>(row) + offsetof<StatisticsRow>("lines");
  for (let field: i32 = Word.LinesCount; field <= Word.EvictionsCount; field++) {
    say(field);
    integer(load<i64>(at));
    put(INTEGER_SUFFIX);
    at += 8;
  }
  sayShare(Word.Coverage, row.coverage);
  sayShare(Word.Mase, row.mase);
  put(SPACE);
  integer(row.time);
  put(NEWLINE);
}

function sayShare(word: i32, value: f64): void {
  if (!isFinite(value)) return;
  say(word);
  number(value);
}
