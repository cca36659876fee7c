import { counted, fixed } from "../chart/words.js";
import type { Delay, KindScore, LabelScores } from "../labels/tally.js";
import type { ReportTable } from "../report/data.js";
import { type Column, type Look, tableOf } from "./table.js";

/** Labelled series that are named when the file does not have them. */
const NAMED = 3;

const columns: readonly Column<KindScore>[] = [
  { title: "kind", text: ({ kind }) => kind, left: true },
  { title: "labelled", text: ({ labelled }) => String(labelled) },
  { title: "found", text: ({ found }) => String(found) },
  { title: "recall", text: ({ found, labelled }) => fixed(found / labelled) },
  { title: "covered", text: ({ covered }) => String(covered), dispensable: 2 },
  { title: "delay", text: ({ delay }) => numberText(delay.median) },
  { title: "90 %", text: ({ delay }) => numberText(delay.most), dispensable: 1 },
  { title: "incidents", text: ({ incidents }) => String(incidents) },
  { title: "right", text: ({ right }) => String(right) },
  { title: "precision", text: ({ right, incidents }) => fixed(right / incidents) },
];

/** For a person: how many of the labelled events were found and how soon, and how many of the incidents were right. */
export function labelsText(scores: LabelScores, look: Look): string {
  const notes = notesOf(scores).map((note) => `${note}\n`);
  if (isElsewhere(scores)) return notes.join("");
  const table = tableOf(columns, rowsOf(scores), look);
  return `By the labels (delay in points; incidents by their reason):\n\n${table}${notes.join("")}`;
}

/** The same for a page. */
export function labelsTable(scores: LabelScores): ReportTable {
  if (isElsewhere(scores)) return { titles: [], rows: [], notes: notesOf(scores) };
  return {
    titles: columns.map(({ title }) => title),
    rows: rowsOf(scores).map((row) => columns.map(({ text }) => text(row))),
    notes: ["Delay in points, its median and what 90 % do not exceed; incidents by their reason.", ...notesOf(scores)],
  };
}

/** Whether there are labels, but none of them is about this file: then they say nothing about its incidents. */
function isElsewhere({ verdicts, absent }: LabelScores): boolean {
  const isNone = verdicts.every(({ events, early, empty }) => events.length + early + empty === 0);
  return isNone && absent.length > 0;
}

function rowsOf({ kinds, all }: LabelScores): readonly KindScore[] {
  return kinds.length > 1 ? [...kinds, all] : kinds;
}

/** What a person has to know about labels that were not judged. */
function notesOf({ early, empty, absent }: LabelScores): string[] {
  const notes: string[] = [];
  if (early > 0)
    notes.push(`${counted(early, "label")} left out: they end before the 60th point, and nothing alarms before it.`);
  if (empty > 0) notes.push(`${counted(empty, "label")} left out: the series has no point in that time.`);
  if (absent.length > 0) {
    const named = absent.slice(0, NAMED).join(" · ");
    const more = absent.length > NAMED ? ` and ${absent.length - NAMED} more` : "";
    notes.push(`${counted(absent.length, "labelled series", "labelled series")} not in this file: ${named}${more}`);
  }
  return notes;
}

function numberText(number: number): string {
  return Number.isNaN(number) ? "–" : String(number);
}

/** For a program: the same and every labelled event; times are texts of nanoseconds. */
export function labelsData({ kinds, all, verdicts, early, empty, absent }: LabelScores): unknown {
  return {
    kinds: kinds.map(kindData),
    all: kindData(all),
    early,
    empty,
    absent,
    events: verdicts.flatMap(({ events }) =>
      events.map(({ label: { series, start, end, kind }, opened, delay, covered }) => ({
        series,
        kind,
        start: String(start),
        end: String(end),
        opened: opened === undefined ? null : String(opened),
        delay: delay ?? null,
        covered,
      })),
    ),
  };
}

function kindData(score: KindScore): unknown {
  const { delay, ...counts } = score;
  return {
    ...counts,
    recall: shareOf(score.found, score.labelled),
    precision: shareOf(score.right, score.incidents),
    delay: delayData(delay),
  };
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function delayData({ median, most, seconds }: Delay): unknown {
  const known = (number: number) => (Number.isNaN(number) ? null : number);
  return { median: known(median), most: known(most), seconds: known(seconds) };
}
