import type uPlot from "uplot";
import type { View } from "../view.js";

/** Share of what is shown that a notch of a wheel moves by, a pixel at a time. */
const WHEEL_PAN = 1 / 600;
const WHEEL_ZOOM = 1.0016;

/** Lets a chart be moved: with shift and a drag, with a finger, and with a wheel; Ctrl and a wheel zoom. */
export function attachGestures(plot: uPlot, view: View): void {
  const { over } = plot;
  let last: number | undefined;
  const moves = (event: PointerEvent) => event.shiftKey || event.pointerType === "touch";
  over.addEventListener("pointerdown", (event) => {
    if (!moves(event) || !view.isZoomed) return;
    last = event.clientX;
    over.setPointerCapture(event.pointerId);
  });
  over.addEventListener("pointermove", (event) => {
    if (last === undefined) return;
    view.pan((last - event.clientX) / Math.max(1, over.clientWidth));
    last = event.clientX;
  });
  for (const end of ["pointerup", "pointercancel"] as const) {
    over.addEventListener(end, () => {
      last = undefined;
    });
  }
  over.addEventListener(
    "wheel",
    (event) => {
      const zooms = event.ctrlKey || event.metaKey;
      // where all is shown there is nowhere to go, and the page scrolls
      if (!zooms && !view.isZoomed) return;
      event.preventDefault();
      if (zooms) view.zoom(WHEEL_ZOOM ** event.deltaY, plot.posToVal(event.offsetX, "x"));
      else view.pan((Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY) * WHEEL_PAN);
    },
    { passive: false },
  );
}
