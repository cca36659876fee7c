/** Decimals that an axis may need. */
const MOST_DECIMALS = 6;

/** Texts for the ticks of an axis of values: all with as many decimals as tell them apart. */
export function valueTicks(ticks: readonly number[]): string[] {
  const greatest = Math.max(...ticks.map(Math.abs));
  const isWhole = (decimals: number) =>
    ticks.every((tick) => Math.abs(tick * 10 ** decimals - Math.round(tick * 10 ** decimals)) < 1e-6);
  let decimals = 0;
  while (decimals < MOST_DECIMALS && !isWhole(decimals)) decimals++;
  if (greatest !== 0 && (greatest < 1e-4 || greatest >= 1e12)) return ticks.map((tick) => tick.toExponential(2));
  const isRound = greatest >= 1e6 && ticks.every((tick) => Math.abs(tick) % 1e5 === 0);
  if (isRound) return ticks.map((tick) => `${tick / 1e6}M`);
  return ticks.map((tick) =>
    tick.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
  );
}
const MINUTE = 60_000;
const DAY = 86_400_000;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * Texts for the ticks of an axis of time, in UTC: as fine as the ticks stand, and under the first and wherever a new one
 * begins, the day.
 *
 * @param ticks milliseconds since 1970, rising
 * @param step milliseconds from one to the next
 */
export function timeTicks(ticks: readonly number[], step: number): string[] {
  let shown = "";
  return ticks.map((tick) => {
    const date = new Date(tick);
    const day = dayText(date, step);
    const isNew = day !== shown;
    shown = day;
    if (step >= DAY) return isNew ? day : "";
    return isNew ? `${clockText(date, step)}\n${day}` : clockText(date, step);
  });
}

function clockText(date: Date, step: number): string {
  const text = date.toISOString();
  if (step >= MINUTE) return text.slice(11, 16);
  return text.slice(11, step >= 1_000 ? 19 : 23);
}

function dayText(date: Date, step: number): string {
  const month = months[date.getUTCMonth()]!;
  if (step >= 300 * DAY) return String(date.getUTCFullYear());
  if (step >= 28 * DAY) return `${month} ${date.getUTCFullYear()}`;
  return date.getUTCMonth() === 0 && date.getUTCDate() === 1
    ? `${month} 1, ${date.getUTCFullYear()}`
    : `${month} ${date.getUTCDate()}`;
}
