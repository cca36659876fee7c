/** The ABI: exports, and only they. The host checks ABI_VERSION at load; a test asserts the list. */

import { layOutBatch } from "./batch/batch";
import { layOut } from "./memory/memory";
import { layOutPool } from "./memory/pool";
import { layOutGroups } from "./group/group";
import { layOutKinds } from "./group/kind";
import { layOutFits } from "./model/refit";
import { layOutSeasons } from "./model/season";
import { seedHash } from "./batch/hash";
import { layOutTable } from "./lookup/table";
import { layOutRecords } from "./series/record";
import { layOutSettings } from "./settings/settings";
import { layOutWords } from "./settings/words";
import { layOutWindows } from "./model/window";

export const ABI_VERSION: i32 = 8;

/**
 * Lays memory out for at most `maxSeries` series, of which `maxWindows` may have a window at a time, and as many
 * seasonal profiles; once, before anything else. `seed` keys the hash of series.
 */
export function configure(maxSeries: i32, maxWindows: i32, seed: u64): void {
  layOut();
  layOutBatch();
  layOutSettings();
  layOutWords();
  seedHash(seed);
  layOutTable(maxSeries);
  layOutRecords(maxSeries);
  layOutPool();
  layOutWindows(maxWindows);
  layOutSeasons(maxWindows);
  layOutGroups(maxSeries);
  layOutKinds(maxSeries);
  layOutFits();
}

export { AUTO_SEASON, Difference, Emit, ONCE, Option, Output, Trend, setOption, setOutput } from "./settings/settings";
export { Word, setWord } from "./settings/words";

export {
  clearBatch, growPoints, lineCount, lineEnd, lineFirstPoint, lineStart, nextPart, partLine, partPoint, partPointEnd,
  pointCount, pointFieldStart, pointFlags, pointForecast, pointLine, pointLower, pointReason, pointResidual,
  pointScore, pointSeries, pointTime, pointUpper, pointValue,
} from "./batch/batch";
export { input, output, reserveInput, reserveScratch } from "./memory/memory";

export { Reason } from "./detect/judgement";

export { Status, addLine, addPoint, cursor, dropNewestLine, passLine, scan, setCursor } from "./batch/scan";

export { IGNORED, UNPARSABLE, seriesCount, seriesKey } from "./series/record";
export { admit, decide } from "./lookup/admission";
export { lookUp, lookUpAgain, seriesOf } from "./lookup/look-up";

export { CUT } from "./lookup/eviction";

export { addGroup, nextAbandonedGroup } from "./group/group";

export { PointFlag } from "./batch/point-flag";

export { setZone } from "./model/local-time";

export { toldHigh, toldLow, toldValue } from "./score/event";
export { score } from "./score/score";

export { Notice, nextNotice, noticeFrom, noticeSeries, noticeTo } from "./score/notice";

export { Total, total } from "./score/totals";

export { Fact, fact, seriesTime } from "./snapshot/fact";

export { RECORD_GROUP, RECORD_HEAD, Restored } from "./snapshot/record";

export { KEY_HEAD } from "./series/key";

export {
  RECORD_VERSION, checkRecord, checkScratch, lastSeenInRecord, newestTime, recordChecks, recordCount, restoreGlobals,
  restoreSeries, saveGlobals, saveRecords, startRecords,
} from "./snapshot/state";

export { groupRowCount } from "./batch/additions";

export { StoryFact, storyFact, storyGroup, storyMessage, storySince, storyTime } from "./write/story";

export { originalEnd, unfinished, write } from "./write/write";

export { fitValues, reserveValues } from "./library";

export { exponential, logarithm, realPower } from "./number/power";
