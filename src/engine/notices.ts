import { nameOf } from "./first-sight.js";
import type { Kernel } from "./kernel.js";
import type { SeriesName } from "./names.js";

/** What the kernel has noticed about the input since it was asked last: a sentence each, for a person. */
export function* noticesOf(kernel: Kernel): Generator<string> {
  const { exports } = kernel;
  for (let kind = exports.nextNotice(); kind !== exports.Notice.None.value; kind = exports.nextNotice()) {
    const name = inWords(nameOf(kernel, exports.noticeSeries.value));
    const from = exports.noticeFrom.value as unknown as bigint;
    const to = exports.noticeTo.value as unknown as bigint;
    if (kind === exports.Notice.Stamps.value) yield stampsNotice(name, from, to);
    else yield clockNotice(name, from, to);
  }
}

function stampsNotice(name: string, step: bigint, newest: bigint): string {
  const apart = step < 1_000n ? `its points are ${step} ns apart` : `its points are of ${moment(newest)}`;
  return `${name}: ${apart}; are these timestamps in seconds, milliseconds or microseconds? Telegraf writes nanoseconds`;
}

function clockNotice(name: string, from: bigint, to: bigint): string {
  const way = to < from ? "back" : "ahead";
  return `${name}: its clock went ${way}, from ${moment(from)} to ${moment(to)}; it is scored by its new clock from here on`;
}

/** To the second, as RFC 3339. */
function moment(nanoseconds: bigint): string {
  return new Date(Number(nanoseconds / 1_000_000n)).toISOString().replace(/\.\d+/, "");
}

/** The values of its tags, or its measurement when it has none, and its field: as in messages. */
function inWords({ measurement, tags, field }: SeriesName): string {
  const values = tags.length === 0 ? [measurement] : tags.map(([, value]) => value);
  return [...values, field].join(" ");
}
