import type { Reason } from "../../engine/engine.js";
import { reasonText } from "../words.js";
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
};

const paths = new Map(Object.entries(shapes).map(([reason, shape]) => [reason, new Path2D(shape)]));

/** Draws a reason's mark, outlined in the colour of the ground so that marks side by side stay apart. */
export function drawMark(
  context: CanvasRenderingContext2D,
  reason: Reason,
  { x, y, size }: { x: number; y: number; size: number },
  colours: { readonly fill: string; readonly ground: string },
): void {
  context.save();
  context.translate(x, y);
  context.scale(size, size);
  context.lineWidth = 0.55;
  context.lineJoin = "round";
  context.strokeStyle = colours.ground;
  context.fillStyle = colours.fill;
  const path = paths.get(reason)!;
  context.stroke(path);
  context.fill(path);
  context.restore();
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
