import type { Kernel } from "./kernel.js";

/** Where the parts of a key's text lie: measurement and tags, then the field. */
export interface KeyEnds {
  readonly start: number;
  readonly measurementEnd: number;
  readonly prefixEnd: number;
  readonly end: number;
}

/** The parts of a key as the kernel keeps it (assembly/series/key.ts): three lengths of 32 bits stand first. */
export function keyEnds(kernel: Kernel, view: DataView, key: number): KeyEnds {
  const [measurement, prefix, field] = [0, 4, 8].map((at) => view.getUint32(key + at, true)) as [
    number,
    number,
    number,
  ];
  const start = key + kernel.constant("KEY_HEAD");
  return { start, measurementEnd: start + measurement, prefixEnd: start + prefix, end: start + prefix + field };
}
