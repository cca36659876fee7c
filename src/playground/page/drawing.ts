import type uPlot from "uplot";
import type { Stretch } from "../../chart/incidents.js";
import type { SeriesColumns } from "../../chart/store.js";
import type { ToldStory } from "../../chart/stories.js";
import type { Path } from "../path.js";
import { scoreHeight } from "./axes.js";
import { drawMark } from "./marks.js";
import type { Colours } from "./theme.js";

/** CSS pixels from a mark's middle to its edge. */
const MARK_SIZE = 5;

/** What is drawn over and under the lines of a chart. */
export interface Scene {
  readonly columns: SeriesColumns;
  /** Those that can be seen. */
  readonly stretches: readonly Stretch[];
  /** Those of the series' groups that can be seen. */
  readonly stories: readonly ToldStory[];
  /** The row that is looked at; -1: none. */
  readonly row: number;
  /** From that row on. */
  readonly path: Path | undefined;
  readonly colours: Colours;
}

/** Shades the stretches of alarm, under all else. */
export function shadeStretches({ ctx, bbox, valToPos }: uPlot, { columns, stretches, colours }: Scene): void {
  ctx.save();
  ctx.fillStyle = colours.alarm;
  for (const { opened, closed } of stretches) {
    const left = Math.max(valToPos(columns.time[opened]!, "x", true), bbox.left);
    const right = Math.min(valToPos(columns.time[closed]!, "x", true), bbox.left + bbox.width);
    ctx.fillRect(left, bbox.top, Math.max(right - left, 1), bbox.height);
  }
  ctx.restore();
}

/** CSS pixels of a story's band, and of the text in it. */
const BAND = 16;
const TEXT = 11;

/** Draws the stories of the series' groups: a light stretch under all else, and a band above it with what was said. */
export function drawStories({ ctx, bbox, valToPos }: uPlot, { stories, colours }: Scene): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.font = `${TEXT * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  const height = BAND * devicePixelRatio;
  for (const [index, { from, to, message }] of stories.entries()) {
    const left = valToPos(from, "x", true);
    const right = to === null ? bbox.left + bbox.width : Math.max(valToPos(to, "x", true), left + 2);
    ctx.fillStyle = colours.story;
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    ctx.fillRect(left, bbox.top, right - left, height);
    // a message runs on to the next one's band
    const next = stories[index + 1];
    const end = Math.min(
      bbox.left + bbox.width,
      next === undefined ? Number.POSITIVE_INFINITY : valToPos(next.from, "x", true),
    );
    const start = Math.max(left, bbox.left) + 4 * devicePixelRatio;
    const text = shortened(ctx, message, end - start);
    ctx.fillStyle = colours.ink;
    ctx.fillText(text, start, bbox.top + height / 2);
  }
  ctx.restore();
}

/** A text as far as there is room for it; nothing where that is little. */
function shortened(ctx: CanvasRenderingContext2D, text: string, room: number): string {
  if (ctx.measureText(text).width <= room) return text;
  const fits = Math.floor((room / ctx.measureText(text).width) * text.length) - 2;
  return fits < 8 ? "" : `${text.slice(0, fits)}…`;
}

/** Draws the moment that is looked at, the path from there, and the marks of all alarms over the values. */
export function drawOverValues(plot: uPlot, scene: Scene): void {
  within(plot, () => {
    const value = (row: number) => scene.columns.value[row]!;
    drawMoment(plot, scene, value);
    drawPath(plot, scene);
    drawMarks(plot, scene, value);
  });
}

/** Draws the limit, the moment and the marks over the scores. */
export function drawOverScores(plot: uPlot, scene: Scene): void {
  within(plot, ({ ctx, bbox }) => {
    const height = (row: number) => scoreHeight(scene.columns.score[row]!);
    const limit = plot.valToPos(scoreHeight(1), "y", true);
    ctx.strokeStyle = scene.colours.limit;
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
    line(ctx, [
      [bbox.left, limit],
      [bbox.left + bbox.width, limit],
    ]);
    ctx.setLineDash([]);
    if (!Number.isNaN(scene.columns.score[scene.row] ?? Number.NaN)) drawMoment(plot, scene, height);
    drawMarks(plot, scene, height);
    ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.fillStyle = scene.colours.faint;
    ctx.textAlign = "right";
    ctx.textBaseline = "top";
    ctx.fillText("score", bbox.left + bbox.width - 4 * devicePixelRatio, bbox.top + 2 * devicePixelRatio);
  });
}

/** Runs `draw` with all that is outside of the plot cut off. */
function within(plot: uPlot, draw: (plot: uPlot) => void): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw(plot);
  ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void {
  ctx.beginPath();
  for (const point of points) ctx.lineTo(...point);
  ctx.stroke();
}

function drawPath(plot: uPlot, { path, columns, row, colours }: Scene): void {
  if (path === undefined) return;
  const { ctx } = plot;
  const start = [plot.valToPos(columns.time[row]!, "x", true), plot.valToPos(columns.value[row]!, "y", true)] as const;
  const along = (column: Float64Array) =>
    Array.from(column, (value, step) => {
      return [plot.valToPos(path.time[step]!, "x", true), plot.valToPos(value, "y", true)] as const;
    });
  ctx.beginPath();
  for (const point of [start, ...along(path.upper), ...along(path.lower).reverse()]) ctx.lineTo(...point);
  ctx.closePath();
  ctx.fillStyle = colours.path;
  ctx.fill();
  ctx.strokeStyle = colours.forecast;
  ctx.lineWidth = 2.25 * devicePixelRatio;
  ctx.setLineDash([5 * devicePixelRatio, 3 * devicePixelRatio]);
  line(ctx, [start, ...along(path.yhat)]);
  ctx.setLineDash([]);
}

function drawMarks(plot: uPlot, { stretches, columns, colours }: Scene, height: (row: number) => number): void {
  for (const { opened, reason, severity } of stretches) {
    const x = plot.valToPos(columns.time[opened]!, "x", true);
    const y = plot.valToPos(height(opened), "y", true);
    const size = (severity === 2 ? MARK_SIZE + 1 : MARK_SIZE) * devicePixelRatio;
    drawMark(plot.ctx, { reason, size, fill: colours.reasons[reason], ground: colours.ground }, x, y);
  }
}

/** A line through the point that is looked at, and a ring around it. */
function drawMoment(plot: uPlot, { row, columns, colours }: Scene, height: (row: number) => number): void {
  if (row < 0) return;
  const { ctx, bbox } = plot;
  const x = plot.valToPos(columns.time[row]!, "x", true);
  ctx.strokeStyle = colours.faint;
  ctx.lineWidth = devicePixelRatio;
  line(ctx, [
    [x, bbox.top],
    [x, bbox.top + bbox.height],
  ]);
  ctx.beginPath();
  ctx.arc(x, plot.valToPos(height(row), "y", true), 4 * devicePixelRatio, 0, 2 * Math.PI);
  ctx.fillStyle = colours.ground;
  ctx.fill();
  ctx.strokeStyle = colours.ink;
  ctx.lineWidth = 1.75 * devicePixelRatio;
  ctx.stroke();
}
