import { type Reason, reasons } from "../../engine/points.js";
import { byId } from "./element.js";

const themes = ["auto", "light", "dark"] as const;
type Theme = (typeof themes)[number];
const STORED = "holtline-theme";

/** The colours that canvases are drawn in, as the style sheet has them. */
export interface Colours {
  readonly ground: string;
  readonly ink: string;
  readonly faint: string;
  readonly grid: string;
  readonly value: string;
  readonly forecast: string;
  readonly band: string;
  readonly path: string;
  readonly limit: string;
  readonly alarm: string;
  readonly story: string;
  readonly score: string;
  readonly reasons: Readonly<Record<Reason, string>>;
}

/** Reads the colours of the theme that is on. */
export function readColours(): Colours {
  const probe = document.createElement("i");
  probe.hidden = true;
  document.body.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const named = reasons.map((reason) => [reason, reason === "none" ? colour("faint") : colour(`reason-${reason}`)]);
  const colours = {
    ground: colour("card"),
    ink: colour("ink"),
    faint: colour("faint"),
    grid: colour("grid"),
    value: colour("value"),
    forecast: colour("forecast"),
    band: colour("band"),
    path: colour("path-band"),
    limit: colour("limit"),
    alarm: colour("alarm"),
    story: colour("story"),
    score: colour("score"),
    reasons: Object.fromEntries(named) as Record<Reason, string>,
  };
  probe.remove();
  return colours;
}

/** Lets the button go through the themes; the choice is remembered where that is allowed. */
export function startTheme(onChange: () => void): void {
  const button = byId<HTMLButtonElement>("theme");
  let theme: Theme = themes.find((one) => one === stored()) ?? "auto";
  const show = () => {
    document.documentElement.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
    onChange();
  };
  button.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length]!;
    try {
      localStorage.setItem(STORED, theme);
    } catch {} // a page without storage forgets
    show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onChange);
  show();
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}
