import { counted, fixed } from "../chart/words.js";
import type { Delay, KindScore, LabelScores } from "../labels/tally.js";
import { type Look, tableOf } from "./table.js";

/** Labelled series that are named when the file does not have them. */
const NAMED = 3;

/** For a person: how many of the labelled events were found and how soon, and how many of the incidents were right. */
export function labelsText({ kinds, all, early, empty, absent }: LabelScores, look: Look): string {
  const rows = kinds.length > 1 ? [...kinds, all] : kinds;
  const table = tableOf<KindScore>(
    [
      { title: "kind", text: ({ kind }) => kind, left: true },
      { title: "labelled", text: ({ labelled }) => String(labelled) },
      { title: "found", text: ({ found }) => String(found) },
      { title: "recall", text: recallText },
      { title: "covered", text: ({ covered }) => String(covered), dispensable: 2 },
      { title: "delay", text: ({ delay }) => numberText(delay.median) },
      { title: "90 %", text: ({ delay }) => numberText(delay.most), dispensable: 1 },
      { title: "incidents", text: ({ incidents }) => String(incidents) },
      { title: "right", text: ({ right }) => String(right) },
      { title: "precision", text: precisionText },
    ],
    rows,
    look,
  );
  const notes = labelNotes({ early, empty, absent }).map((note) => `${note}\n`);
  return `By the labels (delay in points; incidents by their reason):\n\n${table}${notes.join("")}`;
}

/** What a person has to know about labels that were not judged. */
export function labelNotes({ early, empty, absent }: Pick<LabelScores, "early" | "empty" | "absent">): string[] {
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

export function recallText({ found, labelled }: KindScore): string {
  return fixed(found / labelled);
}

export function precisionText({ right, incidents }: KindScore): string {
  return fixed(right / incidents);
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
