import { greater, lesser } from "../number/extent";

/** The largest f32. */
const LARGEST: f64 = 3.4028234663852886e38;

/** What the channels know of a series; it lies behind its Series record. */
@unmanaged
export class Channels {
  quickLevel: f64;
  /** The other levels, from the quick one, which is the steadiest: no single value moves it far. */
  slowAbove: f32;
  spikeAbove: f32;
  shiftAbove: f32;
  /** Winsorised mean absolute deviations from the slow and the quick level. */
  slowSpread: f32;
  quickSpread: f32;
  // tails of the ratios of both, as Tail
  slowCommon: f32; slowRare: f32; slowRarest: f32; slowLimit: f32;
  quickCommon: f32; quickRare: f32; quickRarest: f32; quickLimit: f32;
  /** Winsorised mean of jumps taken back, their rare quantile, and the jump that may be. */
  undoneSpread: f32;
  undoneRare: f32;
  jump: f32;
  /** Share of the points at which the second mark alone alarmed. */
  spent: f32;
  /** Smallest change of the value, growing slowly. */
  smallest: f32;
  /** Shift of the level, and now and slow mean changes of the value. */
  shift: f32;
  agitation: f32;
  calm: f32;
  // mean and decaying extreme of each, as Extreme; the season's stand in its Seasons
  spikeMean: f32; spikeMost: f32;
  shiftMean: f32; shiftMost: f32;
  varianceMean: f32; varianceMost: f32;
  /** What alerts raise and points lower, and the height that the next alert has to pass. */
  budget: f32;
  bar: f32;
  /** Values in a row that were the same as the one before, and the longest such run, slowly forgotten. */
  run: u32;
  longestRun: f32;
  /** Longest silence, in steps. */
  longestGap: f32;
  /** Points since the jump; saturates. */
  jumpAge: u8;
  /** Values beyond the slow limit in a row, on the side that the sign says. */
  beyond: i8;
  /** Runs seen; saturates. */
  runs: u8;
  /** Points of the open incident; saturates. */
  held: u8;
}

/** How far a level is above the quick one. */
@inline
export function above(channels: Channels, level: f64): f32 {
  return <f32>greater(lesser(level - channels.quickLevel, LARGEST), -LARGEST);
}
