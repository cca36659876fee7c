/**
 * Three beers whose incidents are known: `bv_1` has one of severity 1, `bv_2` one that gets worse, and that of `bv_3` has not
 * ended when the lines do. The first part of the lines ends before anything of `bv_2` closes.
 */
const odd: Record<string, (i: number) => number | undefined> = {
  bv_1: (i) => (i === 500 ? 22.4 : undefined),
  bv_2: (i) => (i >= 570 && i < 582 ? (i < 574 ? 22 : 45) + ((i * 7) % 5) / 10 : undefined),
  bv_3: (i) => (i === LAST ? 12.1 : undefined),
};

const FIRST_PART = 582;
const LAST = 610;

function lines(from: number, to: number): string {
  let text = "";
  for (let i = from; i < to; i++) {
    for (const [brew, oddity] of Object.entries(odd)) {
      const value = oddity(i) ?? 18 + ((i * 7919) % 11) / 10;
      text += `temperature,brew=${brew} temperature=${value.toFixed(1)} ${1_767_225_600 + i}000000000\n`;
    }
  }
  return text;
}

/** A line of the future, for which a replay waits: it writes what it has before that. */
const pause = `pause length=600i ${1_767_225_600 + FIRST_PART + 600}000000000\n`;

export const incidents = { first: lines(0, FIRST_PART) + pause, rest: lines(FIRST_PART, LAST + 1) };

export interface Told {
  brew: string;
  event: string;
  severity: number;
  message: string;
}

/** What there is to tell, in its order, with numbers of four digits. */
export const told: readonly Told[] = [
  {
    brew: "bv_1",
    event: "opened",
    severity: 1,
    message: "bv_1 temperature is 22.4, expected 16.28 to 20.73 (spike)",
  },
  {
    brew: "bv_1",
    event: "closed",
    severity: 1,
    message: "bv_1 temperature is back at 18.1 (spike)",
  },
  {
    brew: "bv_2",
    event: "opened",
    severity: 1,
    message: "bv_2 temperature is 22, expected 16.29 to 20.72 (spike)",
  },
  {
    brew: "bv_2",
    event: "escalated",
    severity: 2,
    message: "bv_2 temperature is 45.3, expected 16.23 to 20.78 (spike)",
  },
  {
    brew: "bv_2",
    event: "closed",
    severity: 2,
    message: "bv_2 temperature is back at 18.8 after 11 s (level_shift)",
  },
  {
    brew: "bv_3",
    event: "opened",
    severity: 2,
    message: "bv_3 temperature is 12.1, expected 16.29 to 20.73 (spike)",
  },
];
