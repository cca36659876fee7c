/** What became of a point; a column of the host's. */
export enum PointFlag {
  Scored = 1,
  /** Scored while the limit rests on too few points to alarm. */
  Warming = 2,
  /** Within an incident. */
  Anomalous = 4,
  Opened = 8,
  Closed = 16,
  /** Older than the newest of its series. */
  Late = 32,
  /** Of the same time as the newest. */
  Repeated = 64,
  /** Its value is the counter's increase a second. */
  Increase = 128,
  Escalated = 256,
  /** The event is of severity 2. */
  Severe = 512,
}
