import { writeFileSync } from "node:fs";
import { Engine, PointFlag, reasons } from "../src/engine/engine.js";
import { readKernel } from "../src/host/kernel-file.js";
import { resolve } from "../src/options.js";
import { brews } from "../src/simulation/brews.js";
import { lineOf } from "../src/simulation/sample.js";
import { type Height, heights, round, text } from "./svg.js";

/** The picture of `docs/scoring.md`: a simulated beer as the engine sees it, with its defaults and a hard limit. */

/** A seed whose beer shows three kinds of incident within so many rows. */
const SEED = 586;
const BEER = 1;
const FIRST = 960;
const ROWS = 380;
const UPPER = 23.5;

// pixels: the picture, and its two panels one above the other
const WIDTH = 920;
const HEIGHT = 460;
const LEFT = 62;
const RIGHT = 904;
const VALUES = { top: 58, bottom: 282 };
const SCORES = { top: 314, bottom: 424 };
const TICKS = 60;

interface Row {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly score: number;
  readonly isOpen: boolean;
  /** Of the event at this row: its reason, and whether it opens an incident or makes one severe. */
  readonly event: string | undefined;
  readonly isSevere: boolean;
}

/** `picture [FILE]`: draws it, `docs/scoring.svg` unless another file is named. */
export async function bench([file = "docs/scoring.svg"]: string[]): Promise<void> {
  const svg = draw(scoredRows().slice(FIRST, FIRST + ROWS));
  writeFileSync(file, svg);
  console.log(`${file}: ${svg.length} bytes`);
}

function scoredRows(): Row[] {
  const beer = brews(FIRST + ROWS, SEED)[BEER]!;
  const rows: Row[] = [];
  const engine = Engine.create(readKernel(), resolve({ horizon: 0, upper: UPPER }), {
    onPoints: ({ count, flags, value, lower, upper, score, reason }) => {
      for (let point = 0; point < count; point++) {
        const bits = flags[point]!;
        rows.push({
          value: value[point]!,
          lower: lower[point]!,
          upper: upper[point]!,
          score: score[point]!,
          isOpen: (bits & PointFlag.Anomalous) !== 0,
          event: bits & (PointFlag.Opened | PointFlag.Escalated) ? reasons[reason[point]!] : undefined,
          isSevere: (bits & PointFlag.Severe) !== 0,
        });
      }
    },
  });
  const clock = { start: 1_767_225_600_000_000_000n, interval: 1_000_000_000n };
  for (let row = 0; row < FIRST + ROWS; row++) engine.push(Buffer.from(`${lineOf(beer, row, clock)}\n`));
  engine.end();
  return rows;
}

function draw(rows: readonly Row[]): string {
  const values = heights(VALUES, Math.min(...rows.map(lowest)) - 0.2, Math.max(...rows.map(highest)) + 0.2);
  const scores = heights(SCORES, 0, Math.ceil(Math.max(...rows.map(({ score }) => score))));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13" fill="#333">`,
    "<title>Values with their band, and anomaly_score below, with the incidents of one simulated beer</title>",
    `<rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="#fcfcfa" stroke="#d8d8d0"/>`,
    ...incidents(rows),
    ...[...gridOf(rows)].map((degrees) => rule(values(degrees), `${degrees} °C`, "#e4e4dc")),
    `<path d="${band(rows, values)}" fill="#4a7fb5" fill-opacity=".3"/>`,
    `<path d="${steps(rows, ({ value }) => values(value))}" fill="none" stroke="#1f3f66" stroke-width="1.4"/>`,
    `<path d="${steps(rows, ({ score }) => scores(score))}" fill="none" stroke="#444" stroke-width="1.2"/>`,
    rule(values(UPPER), `${UPPER} °C`, "#c62828"),
    rule(scores(1), "1", "#e08a00"),
    rule(scores(2), "2", "#c62828"),
    rule(scores(0), "0", "#bbb"),
    text(LEFT, 22, "temperature, with the band in which the next value was expected", "start"),
    text(LEFT, SCORES.top - 10, "anomaly_score", "start"),
    ...times(rows.length),
    "</svg>\n",
  ].join("\n");
}

const lowest = ({ value, lower }: Row) => Math.min(value, lower);
const highest = ({ value, upper }: Row) => Math.max(value, upper);

function gridOf(rows: readonly Row[]): Set<number> {
  return new Set(rows.map(({ value }) => Math.floor(value)));
}

/** Each incident shaded in both panels, with the reason of each of its events above. */
function incidents(rows: readonly Row[]): string[] {
  const drawn: string[] = [];
  rows.forEach(({ isOpen, event, isSevere }, row) => {
    if (isOpen && !rows[row - 1]?.isOpen) {
      const length = rows.slice(row).findIndex((next) => !next.isOpen);
      const width = across(row + (length < 0 ? rows.length - row : length)) - across(row);
      drawn.push(
        `<rect x="${across(row)}" y="${VALUES.top}" width="${round(width)}" height="${SCORES.bottom - VALUES.top}" fill="#f3c34b" fill-opacity=".35"/>`,
      );
    }
    if (event === undefined) return;
    const color = isSevere ? "#c62828" : "#a86400";
    const at = across(row);
    drawn.push(`<path d="M${at} ${VALUES.top - 6}V${SCORES.bottom}" stroke="${color}" stroke-dasharray="3 3"/>`);
    drawn.push(`<g fill="${color}">${text(at, VALUES.top - 12, event, "middle")}</g>`);
  });
  return drawn;
}

function band(rows: readonly Row[], height: Height): string {
  const above = rows.map(({ upper }, row) => `${across(row)} ${round(height(upper))}`);
  const below = rows.map(({ lower }, row) => `${across(row)} ${round(height(lower))}`).reverse();
  return `M${[...above, ...below].join("L")}Z`;
}

function steps(rows: readonly Row[], height: (row: Row) => number): string {
  return `M${rows.map((row, number) => `${across(number)} ${round(height(row))}`).join("L")}`;
}

function times(count: number): string[] {
  const marks: string[] = [];
  for (let row = 0; row < count; row++) {
    if ((FIRST + row) % TICKS === 0) {
      marks.push(text(across(row), HEIGHT - 14, `${(FIRST + row) / 60} min`, "middle"));
    }
  }
  return marks;
}

/** A level across a panel, named at its left end. */
function rule(y: number, name: string, color: string): string {
  return `<path d="M${LEFT} ${round(y)}H${RIGHT}" stroke="${color}"/>${text(LEFT - 6, y + 4, name, "end")}`;
}

function across(row: number): number {
  return round(LEFT + (row / ROWS) * (RIGHT - LEFT));
}
