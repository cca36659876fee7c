import { count, reasonText } from "../../chart/words.js";
import type { Reason } from "../../engine/engine.js";
import { drawMark } from "./marks.js";
import type { Colours } from "./theme.js";

/** A chart as it is drawn: its title, how often each reason alarms, and its canvases from top to bottom. */
export interface Picturable {
  readonly title: string;
  readonly reasons: readonly (readonly [Reason, number])[];
  readonly canvases: readonly HTMLCanvasElement[];
}

const MARGIN = 16;
const TITLE = 34;

/** All charts below one another, as PNG. */
export function pictureOf(charts: readonly Picturable[], caption: string, colours: Colours): Promise<Blob | undefined> {
  const scale = devicePixelRatio;
  const width = Math.max(...charts.flatMap(({ canvases }) => canvases.map((canvas) => canvas.width)));
  const heights = charts.map(({ canvases }) => TITLE * scale + canvases.reduce((sum, { height }) => sum + height, 0));
  const picture = document.createElement("canvas");
  picture.width = width + 2 * MARGIN * scale;
  picture.height = heights.reduce((sum, height) => sum + height, 0) + (2 * MARGIN + TITLE) * scale;
  const context = picture.getContext("2d")!;
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, picture.width, picture.height);
  let top = MARGIN * scale;
  /** Writes a text, and returns where it ends. */
  const write = (text: string, x: number, font: string, colour: string) => {
    context.font = font;
    context.fillStyle = colour;
    context.fillText(text, x, top + 18 * scale, width);
    return x + context.measureText(text).width;
  };
  const font = `${13 * scale}px system-ui, sans-serif`;
  for (const { title, reasons, canvases } of charts) {
    let x = write(title, MARGIN * scale, `600 ${15 * scale}px system-ui, sans-serif`, colours.ink);
    for (const [reason, times] of reasons) {
      const mark = { reason, size: 5 * scale, fill: colours.reasons[reason], ground: colours.ground };
      drawMark(context, mark, x + 22 * scale, top + 13 * scale);
      x = write(`${count(times)} ${reasonText(reason)}`, x + 32 * scale, font, colours.ink);
    }
    top += TITLE * scale;
    for (const canvas of canvases) {
      context.drawImage(canvas, MARGIN * scale, top);
      top += canvas.height;
    }
  }
  write(caption, MARGIN * scale, font, colours.faint);
  return new Promise((resolve) => picture.toBlob((blob) => resolve(blob ?? undefined), "image/png"));
}
