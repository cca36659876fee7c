import type { Kernel } from "./kernel.js";
import { keyName } from "./names.js";

/** What happens to a story, as the kernel counts: 0 is no event. */
const events = ["none", "opened", "grown", "closed"] as const;

/** What is told of a group of series, or of several groups at once. */
export interface StoryEvent {
  readonly event: Exclude<(typeof events)[number], "none">;
  /** The group's tag, key and value; undefined for the group of all. */
  readonly tag: readonly [string, string] | undefined;
  /** The tags of the groups that a story of several tells of. */
  readonly groups: readonly (readonly [string, string])[];
  readonly severity: number;
  /** The story's number within its group. */
  readonly incident: number;
  /** Series that have been unusual, of so many. */
  readonly anomalous: number;
  readonly series: number;
  /** Nanoseconds since 1970: when it is told, and when what it tells of began. */
  readonly time: bigint;
  readonly since: bigint;
  /** Seconds from the beginning to the newest that was unusual. */
  readonly duration: number;
  /** Numbers of series: the one to look at first, and the one with the highest score; 0: none. */
  readonly first: number;
  readonly strongest: number;
  readonly message: string;
}

const decoder = new TextDecoder();

/** What the batch has to tell of stories, from a row on; to be asked for between scoring and writing. */
export function* storiesOf(kernel: Kernel, from: number): Generator<StoryEvent> {
  const { exports } = kernel;
  const fact = (row: number, which: string) => exports.storyFact(row, kernel.constant("StoryFact", which));
  const text = (length: number) => kernel.bytes.slice(exports.output.value, exports.output.value + length);
  const tag = (row: number, named: number) => tagOf(text(exports.storyGroup(row, named)));
  for (let row = from; row < exports.groupRowCount.value; row++) {
    const event = events[fact(row, "Event")]!;
    if (event === "none") continue;
    yield {
      event,
      tag: tag(row, 0),
      groups: Array.from({ length: fact(row, "Named") }, (_, index) => tag(row, index + 1)!),
      severity: fact(row, "Severity"),
      incident: fact(row, "Incident"),
      anomalous: fact(row, "Anomalous"),
      series: fact(row, "Series"),
      time: exports.storyTime(row),
      since: exports.storySince(row),
      duration: fact(row, "Duration"),
      first: fact(row, "First"),
      strongest: fact(row, "Strongest"),
      message: unquoted(decoder.decode(text(exports.storyMessage(row)))),
    };
  }
}

/** The key and the value of a tag of line protocol, with its comma. */
function tagOf(text: Uint8Array): readonly [string, string] | undefined {
  return keyName({ text, measurementLength: 0, prefixLength: text.length, fieldLength: 0 }).tags[0];
}

/** A string of line protocol without the backslashes that its quotes take. */
function unquoted(text: string): string {
  return text.replace(/\\(["\\])/g, "$1");
}
