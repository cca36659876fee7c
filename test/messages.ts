/** Reads events in an engine's output beside the values that they are of, and finds what is not true of a message. */

interface Seen {
  values: number[];
  hasBeenNegative: boolean;
  hasBeenOverHundred: boolean;
  /** What was expected when the open incident opened. */
  opening: Range | undefined;
}

interface Range {
  readonly low: number;
  readonly high: number;
}

interface Event {
  readonly event: string;
  readonly reason: string;
  readonly message: string;
  readonly y: number;
}

export class MessageWatch {
  /** Sentences with what is wrong with them. */
  readonly faults: string[] = [];
  /** The sentences that there were, see `shapeOf`. */
  readonly shapes = new Set<string>();
  events = 0;
  readonly #series = new Map<string, Seen>();

  /** Takes lines as an engine writes them; names and values have no spaces, commas or quotes. */
  take(output: string): void {
    for (const line of output.split("\n")) {
      if (line.startsWith("anomaly,")) this.#tell(line);
      else if (line !== "") this.#meet(line);
    }
  }

  #meet(line: string): void {
    const [key = "", fields = ""] = line.split(" ");
    for (const pair of fields.split(",")) {
      const [field, text = ""] = pair.split("=");
      const seen = this.#seen(`${key} ${field}`);
      const value = Number(text.replace(/[iu]$/, ""));
      // what a point is told by is what was there before it
      const last = seen.values.at(-1) ?? 0;
      seen.hasBeenNegative ||= last < 0;
      seen.hasBeenOverHundred ||= last > 100;
      seen.values.push(value);
    }
  }

  #seen(key: string): Seen {
    let seen = this.#series.get(key);
    if (seen === undefined) {
      seen = { values: [], hasBeenNegative: false, hasBeenOverHundred: false, opening: undefined };
      this.#series.set(key, seen);
    }
    return seen;
  }

  #tell(line: string): void {
    const [, tags, source, field] = line.match(/^anomaly(.*),source=([^,]+),field=(\S+) /)!;
    const told: Event = {
      event: line.match(/,event="(\w+)"/)![1]!,
      reason: line.match(/,reason="(\w+)"/)![1]!,
      message: line.match(/,message="([^"]*)"/)![1]!,
      y: Number(line.match(/ y=([^,]+)/)?.[1]),
    };
    const seen = this.#seen(`${source}${tags} ${field}`);
    this.events++;
    this.shapes.add(shapeOf(told.message));
    for (const fault of told.event === "closed" ? closingFaults(told, seen) : openingFaults(told, seen))
      this.faults.push(`${fault}: ${told.event}, y=${told.y}, ${told.message}`);
    if (told.event === "closed") seen.opening = undefined;
  }
}

/**
 * What a message has in common with others of its kind: no name and no numbers, and one word for the reasons that are told
 * alike. The end of an incident is told alike whatever its reason was, with how long it lasted where it did.
 */
export function shapeOf(message: string): string {
  return message
    .replace(/^.*? (?=(is|was|averages|varies|stays|has|did) )/, "")
    .replace(/ -?\d\S*?(?=[,)]| |$)/g, " #")
    .replace(/\(before: .*?\)/, "(before)")
    .replace(
      /^(is back|has stayed|has changed|varies as)(.*?)( a second)?( after # s)?( \(before\))? \(\w+\)$/,
      "$1$2$5",
    )
    .replace(/^did not (rise|fall)/, "did not move")
    .replace(/\((spike|drift|season|level_shift)\)$/, "(value)");
}

const rangeOf = (low: string, high: string | undefined): Range => ({ low: Number(low), high: Number(high ?? low) });
const isOutside = (value: number, { low, high }: Range) => value < low || value > high;

function openingFaults({ reason, message, y }: Event, seen: Seen): string[] {
  if (reason === "gap" || reason === "stuck") {
    const [, lasted, limit] = message.match(
      / (?:for|silent for) (\S+) s, expected a (?:point|change) within (\S+) s /,
    )!;
    return Number(lasted) > Number(limit) ? [] : ["it has not lasted for so long"];
  }
  if (reason === "missing") {
    const known =
      / did not (rise|fall) around \d\d:\d\d as on (the last three days|this day of the last three weeks) \(/;
    return known.test(message) && message.length < 110 ? [] : ["it is no sentence that is known"];
  }
  const sentence = / (is|was|averages|varies by) (\S+)(?: a second)?, (?:expected|allowed) (.*) \(\w+\)$/;
  const [, verb, valueText, rangeText] = message.match(sentence) ?? [];
  if (rangeText === undefined) return ["it is no sentence that is known"];
  if (reason === "range") return [];
  const [, low, high] = rangeText.match(/^(\S+)(?: to (\S+))?$/)!;
  const range = rangeOf(low!, high);
  const value = Number(valueText);
  if (verb !== "varies by") seen.opening ??= range;
  const isNear = (other: number) => Math.abs(other - value) <= 5e-4 * Math.abs(value);
  const faults: [string, boolean][] = [
    ["the value is not outside its range", !isOutside(value, range)],
    ["the range has no width", high !== undefined && !(range.low < range.high)],
    ["the range is below 0", range.low < 0 && !seen.hasBeenNegative],
    ["the range is above 100", verb !== "varies by" && range.high > 100 && !seen.hasBeenOverHundred],
    ["the value is another", verb === "is" && !isNear(y)],
    ["the value was another", verb === "was" && !isNear(seen.values.at(-2)!)],
  ];
  return faults.flatMap(([fault, holds]) => (holds ? [fault] : []));
}

function closingFaults({ reason, message, y }: Event, { opening }: Seen): string[] {
  const stayed = message.match(/ has stayed at (\S+).* \(before: (\S+?)(?: to (\S+))?\) \(\w+\)$/);
  if (stayed !== null) {
    const [, value, low, high] = stayed;
    return isOutside(Number(value), rangeOf(low!, high)) ? [] : ["it has not stayed away"];
  }
  const back = message.match(/ is back at (\S+)/);
  if (back !== null) {
    const value = Number(back[1]);
    if (Math.abs(value - y) > 5e-4 * Math.abs(y)) return ["it is back at another value"];
    return reason !== "gap" && opening !== undefined && isOutside(value, opening) ? ["it is not back"] : [];
  }
  return / (varies as before|has changed to \S+|is no longer seen|has been quiet since)/.test(message)
    ? []
    : ["it has no known end"];
}
