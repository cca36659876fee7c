import type { MetricLine } from "./metric-lines.js";

/** A metric line's bytes with another timestamp, in nanoseconds, and every other byte as it was; it had none or one. */
export function stamped({ bytes, line }: MetricLine, time: bigint): Buffer {
  if (line === undefined) return bytes;
  const separator = line.timeStart === line.timeEnd ? " " : "";
  return Buffer.concat([
    bytes.subarray(0, line.timeStart),
    Buffer.from(separator + time.toString()),
    bytes.subarray(line.timeEnd),
  ]);
}
