const MINUTE = 60_000;
const DAY = 86_400_000;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * Texts for the ticks of an axis of time, in UTC: as fine as the ticks stand, and under the first and wherever a new one
 * begins, the day.
 *
 * @param ticks milliseconds since 1970, rising
 */
export function timeTicks(ticks: readonly number[]): string[] {
  const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : DAY;
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
