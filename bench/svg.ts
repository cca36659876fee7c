/** What the pictures of docs/ are drawn with. Pixels have one decimal: more would only be bytes. */

/** A line from a value to its height in a panel. */
export type Height = (value: number) => number;

export interface Panel {
  readonly top: number;
  readonly bottom: number;
}

export function heights({ top, bottom }: Panel, from: number, to: number): Height {
  return (value) => bottom - ((value - from) / (to - from)) * (bottom - top);
}

export function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

export function text(x: number, y: number, words: string, anchor: "start" | "middle" | "end"): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${words}</text>`;
}
