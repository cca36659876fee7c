import type { SeriesName, StoryEvent } from "../engine/engine.js";

/** A story as it is shown: a stretch of time of some series, and what was said of it. */
export interface ToldStory {
  /** Milliseconds since 1970: when it began, when it was told, and its end; null while it goes on. */
  readonly from: number;
  readonly told: number;
  readonly to: number | null;
  readonly severity: number;
  readonly anomalous: number;
  readonly of: number;
  /** What was said at its opening, or where it has grown. */
  readonly message: string;
  /** The series of its groups, by their numbers: the one to look at first, the one with the highest score, the others. */
  readonly series: readonly number[];
}

/** A story of which the end may not be known yet. */
interface Story {
  opened: StoryEvent;
  newest: StoryEvent;
  closed: bigint | undefined;
}

/** Keeps the stories of a run. */
export class StoryBook {
  readonly #stories: Story[] = [];
  /** Those that are open, by their group's tag. */
  readonly #open = new Map<string, Story>();

  take(event: StoryEvent): void {
    const key = textOf(event.tag);
    if (event.event === "opened") {
      const story: Story = { opened: event, newest: event, closed: undefined };
      this.#stories.push(story);
      this.#open.set(key, story);
      return;
    }
    const story = this.#open.get(key);
    if (story === undefined) return;
    if (event.event === "grown") {
      story.newest = event;
      return;
    }
    // the message of the end says little that is new
    story.closed = event.time;
    story.newest = { ...event, message: story.newest.message, groups: story.newest.groups };
    this.#open.delete(key);
  }

  /** All of them, oldest first, with the numbers of their series. */
  told(series: readonly { readonly number: number; readonly name: SeriesName }[]): ToldStory[] {
    if (this.#stories.length === 0) return [];
    const byTag = new Map<string, number[]>();
    for (const { number, name } of series) {
      for (const tag of name.tags) {
        const key = textOf(tag);
        const known = byTag.get(key);
        if (known === undefined) byTag.set(key, [number]);
        else known.push(number);
      }
    }
    return this.#stories.map(({ opened, newest, closed }) => ({
      from: milliseconds(opened.since),
      told: milliseconds(opened.time),
      to: closed === undefined ? null : milliseconds(closed),
      severity: newest.severity,
      anomalous: newest.anomalous,
      of: newest.series,
      message: newest.message,
      series: seriesOf(newest, byTag),
    }));
  }
}

function seriesOf(event: StoryEvent, byTag: ReadonlyMap<string, readonly number[]>): number[] {
  const all = groupsOf(event).flatMap((tag) => byTag.get(textOf(tag)) ?? []);
  const named = [event.first, event.strongest].filter((number) => all.includes(number));
  return [...new Set([...named, ...all])];
}

function groupsOf({ tag, groups }: StoryEvent): StoryEvent["groups"] {
  return groups.length > 0 ? groups : tag === undefined ? [] : [tag];
}

function textOf(tag: readonly [string, string] | undefined): string {
  return tag === undefined ? "" : JSON.stringify(tag);
}

function milliseconds(time: bigint): number {
  return Number(time) / 1e6;
}
