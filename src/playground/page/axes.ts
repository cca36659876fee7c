import type uPlot from "uplot";
import { timeTicks, valueTicks } from "../../chart/ticks.js";
import type { Colours } from "./theme.js";

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
/** CSS pixels of a character of a tick, and of all that stands beside the text. */
const CHARACTER = 7.2;
const BESIDE = 16;
const MINUTES_SPACE = 62;
const LEAST_WIDTH = 58;
/** Scores are drawn by their roots, so that those around the limit are told apart; from here on they look the same. */
const SCORE_CAP = 4;

/** Where a score stands on its axis. */
export function scoreHeight(score: number): number {
  return Math.sqrt(Math.min(Math.max(score, 0), SCORE_CAP));
}

/** The ends of the axis of scores, with room for marks at 0 and at the cap. */
export const scoreRange: [number, number] = [-0.14, Math.sqrt(SCORE_CAP) + 0.2];

/** What axes side by side share: the width of the texts, so that their times stand above one another. */
export class AxisWidth {
  pixels = LEAST_WIDTH;

  fit(texts: readonly string[] | null): number {
    const longest = Math.max(0, ...(texts ?? []).map((text) => text.length));
    this.pixels = Math.max(LEAST_WIDTH, Math.ceil(longest * CHARACTER) + BESIDE);
    return this.pixels;
  }
}

function shared(colours: Colours): uPlot.Axis {
  return {
    stroke: colours.faint,
    font: FONT,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { stroke: colours.grid, width: 1, size: 4 },
  };
}

/** CSS pixels from tick to tick: room for minutes, for seconds, or for parts of seconds. */
const timeSpace: uPlot.Axis.Space = (_, __, from, to, pixels) => {
  const step = ((to - from) / pixels) * MINUTES_SPACE;
  if (step > 45_000) return MINUTES_SPACE;
  return step > 1_000 ? 84 : 112;
};

export function valueAxes(colours: Colours, width: AxisWidth): uPlot.Axis[] {
  const axis = shared(colours);
  return [
    { ...axis, space: timeSpace, size: 42, values: (_, ticks, __, ___, step) => timeTicks(ticks, step) },
    { ...axis, size: (_, texts) => width.fit(texts), space: 36, values: (_, ticks) => valueTicks(ticks) },
  ];
}

export function scoreAxes(colours: Colours, width: AxisWidth): uPlot.Axis[] {
  const axis = shared(colours);
  const marks = [0, 1, 2, SCORE_CAP];
  return [
    { ...axis, size: 0, values: () => [], ticks: { show: false } },
    {
      ...axis,
      size: () => width.pixels,
      splits: () => marks.map(scoreHeight),
      values: () => marks.map((mark) => (mark === SCORE_CAP ? `${mark}+` : String(mark))),
    },
  ];
}
