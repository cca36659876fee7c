import { reasonText } from "../../chart/words.js";
import type { Reason } from "../../engine/engine.js";
import { element, svg } from "./element.js";

/** Every reason's own shape, around 0 with a size of 1, in the words of SVG. */
const shapes: Record<Reason, string> = {
  none: "M-.5-.5H.5V.5H-.5Z",
  spike: "M0-1L1 .85H-1Z",
  level_shift: "M-.9.9V-.1H0V-.9H.9V.9Z",
  drift: "M0-1.15L1.15 0 0 1.15-1.15 0Z",
  variance: "M-1-.9L0-.1 1-.9V.9L0 .1-1 .9Z",
  season: "M0-1A1 1 0 1 1 0 1A1 1 0 1 1 0-1Z",
  stuck: "M-1.15-.45H1.15V.45H-1.15Z",
  gap: "M-.95-.5L-.5-.95 0-.45.5-.95.95-.5.45 0 .95.5.5.95 0 .45-.5.95-.95.5-.45 0Z",
  range: "M0 1L1-.85H-1Z",
  missing: "M-1-1H1V1H-1ZM-.5-.5V.5H.5V-.5Z",
};

/** A reason's mark in a colour, outlined in the colour of the ground so that marks side by side stay apart. */
export interface Mark {
  readonly reason: Reason;
  /** Device pixels from its middle to its edge. */
  readonly size: number;
  readonly fill: string;
  readonly ground: string;
}

/** Drawn once, and copied from then on: there may be thousands in a frame. */
const stamps = new Map<string, HTMLCanvasElement>();
/** Room around a mark for its outline, in its size. */
const ROOM = 1.6;

export function drawMark(context: CanvasRenderingContext2D, mark: Mark, x: number, y: number): void {
  const key = Object.values(mark).join();
  const stamp = stamps.get(key) ?? stampOf(mark);
  stamps.set(key, stamp);
  context.drawImage(stamp, Math.round(x - stamp.width / 2), Math.round(y - stamp.height / 2));
}

function stampOf({ reason, size, fill, ground }: Mark): HTMLCanvasElement {
  const side = Math.ceil(2 * ROOM * size);
  const stamp = element("canvas", { width: side, height: side });
  const context = stamp.getContext("2d")!;
  context.translate(side / 2, side / 2);
  context.scale(size, size);
  context.lineWidth = 0.55;
  context.lineJoin = "round";
  context.strokeStyle = ground;
  context.fillStyle = fill;
  const path = new Path2D(shapes[reason]);
  context.stroke(path);
  context.fill(path);
  return stamp;
}

/** A reason's mark for text. */
export function markIcon(reason: Reason): SVGSVGElement {
  const icon = svg("svg", { viewBox: "-1.3 -1.3 2.6 2.6", class: `mark mark-${reason}`, "aria-hidden": "true" });
  icon.append(svg("path", { d: shapes[reason] }));
  return icon;
}

/** Counts of reasons, each with its mark. */
export function reasonList(reasons: readonly (readonly [Reason, number])[]): HTMLElement {
  const items = reasons.map(([reason, times]) =>
    element("li", {}, markIcon(reason), element("b", {}, times.toLocaleString("en-US")), ` ${reasonText(reason)}`),
  );
  return element("ul", { className: "reasons" }, ...items);
}
