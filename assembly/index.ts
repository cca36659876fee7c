/** The ABI: exports, and only they. The host checks ABI_VERSION at load; a test asserts the list. */

import { layOutBatch } from "./batch";
import { layOut } from "./memory";
import { layOutPool } from "./pool";
import { layOutGroups } from "./rate";
import { layOutFits } from "./refit";
import { layOutSeasons } from "./season";
import { layOutSeries } from "./series";
import { layOutSettings } from "./settings";
import { layOutWindows } from "./window";

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

export { AUTO_SEASON, Difference, Emit, ONCE, Option, Output, Trend, Word, setOption, setOutput, setWord } from "./settings";

export {
  clearBatch, growPoints, lineCount, lineEnd, lineFirstPoint, lineStart, pointCount, pointFieldStart, pointFlags,
  pointForecast, pointLine, pointLower, pointReason, pointResidual, pointScore, pointSeries, pointTime, pointUpper,
  pointValue,
} from "./batch";
export { input, output, reserveInput, reserveScratch } from "./memory";

export { Reason } from "./judgement";

export { Status, addLine, addPoint, cursor, dropNewestLine, passLine, scan, setCursor } from "./scan";

export { IGNORED, UNPARSABLE, admit, decide, lookUp, lookUpAgain, seriesCount, seriesKey, seriesOf } from "./series";

export { CUT } from "./eviction";

export { addGroup, nextAbandonedGroup } from "./rate";

export { Counter, PointFlag, counter, score } from "./score";

export { Fact, fact, seriesTime } from "./fact";

export { Restored } from "./record";

export {
  GLOBALS_BYTES, RECORD_VERSION, checkRecord, checkScratch, metInRecord, newestTime, recordChecks, recordCount, restoreGlobals,
  restorePast, restoreSeries, saveGlobals, saveRecords, startRecords,
} from "./state";

export { originalEnd, unfinished, write } from "./write";

export { fitValues, reserveValues } from "./library";

export { exponential, logarithm, realPower } from "./power";
