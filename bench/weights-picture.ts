import { writeFileSync } from "node:fs";
import { readNab, sharedData } from "./data.js";
import { rowsOf } from "./forecasts.js";
import { type Expert, experts, PlainMixture } from "./plain-mixture.js";
import { heights, type Panel, round, text } from "./svg.js";

/** The picture of `docs/model.md`: a machine's network traffic, and how the experts' weights change hands with it. */

const SERIES = "realAWSCloudwatch/iio_us-east-1_i-a2eb1cd9_NetworkIn.csv";
/** Points before the first that is drawn. */
const FIRST = 20;
/** Points that share a column of weights. */
const TOGETHER = 6;

// pixels: the picture, and its two panels one above the other
const WIDTH = 920;
const HEIGHT = 460;
const LEFT = 62;
const RIGHT = 904;
const VALUES: Panel = { top: 40, bottom: 196 };
const WEIGHTS: Panel = { top: 268, bottom: 424 };

interface Group {
  readonly name: string;
  readonly color: string;
  readonly experts: readonly Expert[];
}

/** From the bottom up. */
const groups: readonly Group[] = [
  { name: "newest value", color: "#1f3f66", experts: ["newest", "unseasonal"] },
  { name: "mean", color: "#4a7fb5", experts: ["mean"] },
  { name: "bounded levels", color: "#a9cbe8", experts: ["bounded0", "bounded1", "bounded2", "bounded3"] },
  { name: "trend", color: "#e08a00", experts: ["trend"] },
  { name: "autoregression", color: "#8fae4f", experts: ["autoregression"] },
];

export interface Point {
  /** Microseconds since 1970. */
  readonly time: number;
  readonly value: number;
  /** Of the groups, once the point is learnt. */
  readonly weights: readonly number[];
}

/** `weights-picture [FILE]`: draws it, `docs/model.svg` unless another file is named. */
export async function bench([file = "docs/model.svg"]: string[]): Promise<void> {
  const svg = draw(weighed());
  writeFileSync(file, svg);
  console.log(`${file}: ${svg.length} bytes`);
}

/** @throws Error where the shared data is absent */
export function weighed(): Point[] {
  const series = readNab(sharedData("nab")).find(({ name }) => name === SERIES);
  if (series === undefined) throw new Error(`${SERIES}: is not among the shared series of NAB`);
  // it shows no season
  const mixture = new PlainMixture(undefined, 40);
  const points: Point[] = [];
  let newest = Number.NEGATIVE_INFINITY;
  for (const { time, value } of rowsOf(series.times, series.values)) {
    if (time <= newest) continue;
    newest = time;
    mixture.learn(time, value);
    const weights = mixture.weights();
    const weightOf = (expert: Expert) => weights[experts.indexOf(expert)]!;
    points.push({
      time,
      value,
      weights: groups.map((group) => group.experts.reduce((sum, expert) => sum + weightOf(expert), 0)),
    });
  }
  return points.slice(FIRST);
}

export function draw(points: readonly Point[]): string {
  const across = (index: number) => round(LEFT + (index / (points.length - 1)) * (RIGHT - LEFT));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13" fill="#333">`,
    "<title>Network traffic of one machine, and the weights of the experts that forecast it</title>",
    `<rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="#fcfcfa" stroke="#d8d8d0"/>`,
    text(LEFT, 22, "bytes received in five minutes (logarithmic)", "start"),
    ...values(points, across),
    text(LEFT, WEIGHTS.top - 40, "weights one step ahead", "start"),
    ...legend(),
    ...weights(points, across),
    ...days(points, across),
    "</svg>\n",
  ].join("\n");
}

type Across = (index: number) => number;

/** The values, with a rule at each power of ten. */
function values(points: readonly Point[], across: Across): string[] {
  const powers = points.map(({ value }) => Math.log10(value));
  const height = heights(VALUES, Math.min(...powers) - 0.1, Math.max(...powers) + 0.1);
  const rules: string[] = [];
  for (let power = Math.ceil(Math.min(...powers)); power <= Math.max(...powers); power++) {
    const y = round(height(power));
    rules.push(`<path d="M${LEFT} ${y}H${RIGHT}" stroke="#e4e4dc"/>`, text(LEFT - 6, y + 4, megabytes(power), "end"));
  }
  const line = powers.map((power, index) => `${across(index)} ${round(height(power))}`).join("L");
  return [...rules, `<path d="M${line}" fill="none" stroke="#333" stroke-width="1.1"/>`];
}

const megabytes = (power: number) => (power < 6 ? `${10 ** (power - 3)} kB` : `${10 ** (power - 6)} MB`);

/** A square of each group's color with its name. */
function legend(): string[] {
  const y = WEIGHTS.top - 14;
  return groups.flatMap(({ name, color }, index) => [
    `<rect x="${LEFT + 170 * index}" y="${y - 10}" width="11" height="11" fill="${color}"/>`,
    text(LEFT + 170 * index + 17, y, name, "start"),
  ]);
}

/** The groups' weights one upon the other, a mean of a few points a column. */
function weights(points: readonly Point[], across: Across): string[] {
  const height = heights(WEIGHTS, 0, 1);
  const columns: { x: number; means: readonly number[] }[] = [];
  for (let from = 0; from < points.length; from += TOGETHER) {
    const some = points.slice(from, from + TOGETHER);
    const means = groups.map((_, group) => some.reduce((sum, { weights }) => sum + weights[group]!, 0) / some.length);
    columns.push({ x: across(Math.min(from + TOGETHER / 2, points.length - 1)), means });
  }
  const first = { x: LEFT, means: columns[0]!.means };
  const last = { x: RIGHT, means: columns.at(-1)!.means };
  const all = [first, ...columns, last];
  const upTo = (count: number) =>
    all.map(({ x, means }) => `${x} ${round(height(means.slice(0, count).reduce((sum, one) => sum + one, 0)))}`);
  const areas = groups.map(({ color }, group) => {
    const outline = [...upTo(group), ...upTo(group + 1).reverse()].join("L");
    return `<path d="M${outline}Z" fill="${color}"/>`;
  });
  return [...areas, ...["0", "1"].map((share) => text(LEFT - 6, height(Number(share)) + 4, share, "end"))];
}

/** Where days begin. */
function days(points: readonly Point[], across: Across): string[] {
  return points.flatMap(({ time }, index) => {
    const [date, clock] = new Date(time / 1_000).toISOString().split("T");
    if (clock !== "00:00:00.000Z") return [];
    const x = across(index);
    return [
      `<path d="M${x} ${VALUES.top}V${VALUES.bottom}M${x} ${WEIGHTS.top}V${WEIGHTS.bottom}" stroke="#333" stroke-opacity=".35" stroke-dasharray="3 3"/>`,
      text(x, HEIGHT - 14, date!, "middle"),
    ];
  });
}
