/** The ABI: exports, and only they. The host checks ABI_VERSION at load; a test asserts the list. */

import { layOutBatch } from "./batch/batch";
import { layOut } from "./memory/memory";
import { layOutPool } from "./memory/pool";
import { layOutGroups } from "./detect/rate";
import { layOutFits } from "./model/refit";
import { layOutSeasons } from "./model/season";
import { layOutSeries } from "./series/series";
import { layOutSettings } from "./settings/settings";
import { layOutWindows } from "./model/window";

export const ABI_VERSION: i32 = 5;

/**
 * Lays memory out for at most `maxSeries` series, of which `maxWindows` may have a window at a time, and as many seasonal
 * profiles; once, before anything else. `seed` keys the hash of series.
 */
export function configure(maxSeries: i32, maxWindows: i32, seed: u64): void {
  layOut();
  layOutBatch();
  layOutSettings();
  layOutSeries(maxSeries, seed);
  layOutPool();
  layOutWindows(maxWindows);
  layOutSeasons(maxWindows);
  layOutGroups(maxSeries);
  layOutFits();
}

export { AUTO_SEASON, Difference, Emit, ONCE, Option, Output, Trend, Word, setOption, setOutput, setWord } from "./settings/settings";

export {
  clearBatch, growPoints, lineCount, lineEnd, lineFirstPoint, lineStart, pointCount, pointFieldStart, pointFlags,
  pointForecast, pointLine, pointLower, pointReason, pointResidual, pointScore, pointSeries, pointTime, pointUpper,
  pointValue,
} from "./batch/batch";
export { input, output, reserveInput, reserveScratch } from "./memory/memory";

export { Reason } from "./detect/judgement";

export { Status, addLine, addPoint, cursor, dropNewestLine, passLine, scan, setCursor } from "./batch/scan";

export { IGNORED, UNPARSABLE, admit, decide, lookUp, lookUpAgain, seriesCount, seriesKey, seriesOf } from "./series/series";

export { CUT } from "./lookup/eviction";

export { addGroup, nextAbandonedGroup } from "./detect/rate";

export { Counter, PointFlag, counter, score } from "./score/score";

export { Fact, fact, seriesTime } from "./snapshot/fact";

export { Restored } from "./snapshot/record";

export {
  GLOBALS_BYTES, RECORD_VERSION, checkRecord, checkScratch, metInRecord, newestTime, recordChecks, recordCount, restoreGlobals,
  restorePast, restoreSeries, saveGlobals, saveRecords, startRecords,
} from "./snapshot/state";

export { originalEnd, unfinished, write } from "./write/write";

export { fitValues, reserveValues } from "./library";

export { exponential, logarithm, realPower } from "./number/power";
