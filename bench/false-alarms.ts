import { type Detector, engineDetector } from "./detector.js";
import { type StreamKind, stream, streamKinds } from "./streams.js";

const ROWS = 120_000;
/** Rows at the beginning that are not counted: a young series leans on what is assumed of any. */
const LEARNING = 5_000;
/** What is added to two streams to see whether the alarm still finds it. */
const SPIKES = { share: 0.0005, height: 10 } as const;

/** Incidents of one kind of stream, seeds pooled. */
export interface AlarmRate {
  readonly kind: StreamKind;
  /** Opened per 1,000 rows. */
  readonly perThousand: number;
  /** Rows on which an incident opened or reached the second mark, per 1,000. */
  readonly severe: number;
}

/** `false-alarms`: incidents on the five clean streams against the rate that was asked for, and the spikes found. */
export async function bench(): Promise<void> {
  for (const [asked, seeds] of [
    ["1e-3", 3],
    ["5e-4", 3],
    ["1e-4", 10],
    ["1e-6", 3],
  ] as const) {
    const detector = engineDetector({ falseAlarms: asked });
    console.log(`asked ${asked}, ${seeds} seeds of ${ROWS} points, the first ${LEARNING} not counted`);
    for (const kind of streamKinds) {
      const { perThousand, severe } = alarmRate(detector, kind, seeds);
      console.log(`${kind.padEnd(12)}${perThousand.toFixed(3).padStart(8)}${severe.toFixed(3).padStart(8)}`);
    }
    for (const kind of ["gauss", "t3"] as const) {
      console.log(`${kind.padEnd(12)}recall of spikes ${spikeRecall(detector, kind, seeds).toFixed(3)}`);
    }
  }
}

export function alarmRate(detector: Detector, kind: StreamKind, seeds: number): AlarmRate {
  let opened = 0;
  let severe = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const verdict = detector(stream(kind, ROWS, seed));
    for (let row = LEARNING; row < ROWS; row++) {
      opened += verdict.opened[row]!;
      if (verdict.severity[row] === 2) severe++;
    }
  }
  const thousands = ((ROWS - LEARNING) * seeds) / 1_000;
  return { kind, perThousand: opened / thousands, severe: severe / thousands };
}

/** Share of the added spikes whose row scores 1 or more. */
export function spikeRecall(detector: Detector, kind: StreamKind, seeds: number): number {
  let found = 0;
  let all = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const { spikes, ...series } = stream(kind, ROWS, seed, SPIKES);
    const { score } = detector(series);
    for (const row of spikes) {
      if (row < LEARNING) continue;
      all++;
      if (score[row]! >= 1) found++;
    }
  }
  return found / all;
}
