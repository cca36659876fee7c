import type uPlot from "uplot";
import { timeTicks } from "../time-axis.js";
import type { Colours } from "./theme.js";

/** CSS pixels that the values of an axis take: the same for both charts, so that their times stand above one another. */
const AXIS_WIDTH = 58;
const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
/** Scores are drawn by their roots, so that those around the limit are told apart; from here on they look the same. */
const SCORE_CAP = 4;

export function scoreHeight(score: number): number {
  return Math.sqrt(Math.min(Math.max(score, 0), SCORE_CAP));
}

function shared(colours: Colours): uPlot.Axis {
  return {
    stroke: colours.faint,
    font: FONT,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { stroke: colours.grid, width: 1, size: 4 },
  };
}

export function valueAxis(colours: Colours): uPlot.Axis[] {
  const axis = shared(colours);
  return [
    { ...axis, space: 76, size: 42, values: (_, ticks) => timeTicks(ticks) },
    { ...axis, size: AXIS_WIDTH, space: 36, values: (_, ticks) => tickTexts(ticks) },
  ];
}

export function scoreAxis(colours: Colours): uPlot.Axis[] {
  const axis = shared(colours);
  const marks = [0, 1, 2, SCORE_CAP];
  return [
    { ...axis, size: 0, values: () => [], ticks: { show: false } },
    {
      ...axis,
      size: AXIS_WIDTH,
      splits: () => marks.map(scoreHeight),
      values: () => marks.map((mark) => (mark === SCORE_CAP ? `${mark}+` : String(mark))),
    },
  ];
}

/** Short texts that are all different. */
export function tickTexts(ticks: readonly number[]): string[] {
  const greatest = Math.max(...ticks.map(Math.abs));
  const step = ticks.length > 1 ? Math.abs(ticks[1]! - ticks[0]!) : greatest;
  if (greatest >= 1e5) {
    const digits = Math.min(Math.max(1, Math.ceil(Math.log10(greatest / step)) + 1), 6);
    return ticks.map((tick) => tick.toLocaleString("en-US", { notation: "compact", maximumSignificantDigits: digits }));
  }
  const decimals = step > 0 ? Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) : 0;
  return ticks.map((tick) => (decimals > 5 ? tick.toExponential(1) : tick.toFixed(Math.min(decimals, 5))));
}
