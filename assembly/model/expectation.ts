/** What one point is expected to be. */
@unmanaged
export class Expectation {
  forecast: f64;
  /** What of the forecast is the season. */
  season: f64;
  /** The band's ends. */
  lower: f64;
  upper: f64;
}
