import type { Colours } from "./theme.js";

/** A chart as it is drawn: its title, and its canvases from top to bottom. */
export interface Picturable {
  readonly title: string;
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
  const write = (text: string, font: string, colour: string) => {
    context.font = font;
    context.fillStyle = colour;
    context.fillText(text, MARGIN * scale, top + 18 * scale, width);
  };
  for (const { title, canvases } of charts) {
    write(title, `600 ${15 * scale}px system-ui, sans-serif`, colours.ink);
    top += TITLE * scale;
    for (const canvas of canvases) {
      context.drawImage(canvas, MARGIN * scale, top);
      top += canvas.height;
    }
  }
  write(caption, `${12 * scale}px system-ui, sans-serif`, colours.faint);
  return new Promise((resolve) => picture.toBlob((blob) => resolve(blob ?? undefined), "image/png"));
}
