import type { Random } from "../../src/simulation/random.js";

/** A line, with another to take parts from, made into something else. */
type Mutation = (text: string, other: string, random: Random) => string;

const separators = [
  "\\",
  '"',
  ",",
  "=",
  " ",
  "\n",
  "\r",
  "\t",
  "\v",
  "\f",
  "\0",
  "#",
  "-",
  ".",
  "e",
  "i",
  "9",
  "\xff",
  "\\\\",
  "==",
];
const at = (text: string, random: Random) => random.whole(0, text.length);

function replaced(text: string, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

const mutations: readonly Mutation[] = [
  function flipsABit(text, _, random) {
    const place = random.whole(0, text.length - 1);
    const flipped = text.charCodeAt(place) ^ (1 << random.whole(0, 7));
    return replaced(text, place, place + 1, String.fromCharCode(flipped));
  },
  function insertsASeparator(text, _, random) {
    const place = at(text, random);
    return replaced(text, place, place, separators[random.whole(0, separators.length - 1)]!);
  },
  function doublesAByte(text, _, random) {
    const place = random.whole(0, text.length - 1);
    return replaced(text, place, place, text[place]!.repeat(random.whole(1, 3)));
  },
  function dropsAPart(text, _, random) {
    const place = at(text, random);
    return replaced(text, place, place + random.whole(1, 8), "");
  },
  function repeatsAPart(text, _, random) {
    const place = at(text, random);
    return replaced(text, place, place, text.slice(place, place + random.whole(1, 60)));
  },
  function splicesTwo(text, other, random) {
    return text.slice(0, at(text, random)) + other.slice(at(other, random));
  },
  function cutsTheEnd(text, _, random) {
    return `${text.slice(0, at(text, random))}${random.chance(0.7) ? "\n" : ""}`;
  },
  function deepensAnEscape(text, _, random) {
    const place = at(text, random);
    return replaced(text, place, place, "\\".repeat(random.whole(1, 40)));
  },
  function lengthensANumber(text, _, random) {
    const place = text.search(/[0-9]/);
    return place < 0 ? text : replaced(text, place, place, "123456789".repeat(random.whole(1, 45)));
  },
  function repeatsAFieldKey(text, _, random) {
    const keys = Array.from(text.matchAll(/[ ,]([^ ,=]+)=/g), ([, key]) => key!);
    if (keys.length < 2) return text;
    const [one, other] = [keys[random.whole(0, keys.length - 1)]!, keys[random.whole(0, keys.length - 1)]!];
    return text.replace(`,${one}=`, () => `,${other}=`);
  },
  function doublesABlank(text, _, random) {
    return text.replace(/ /g, () => (random.chance(0.5) ? " \t " : " "));
  },
];

/** One or two changes of a line. */
export function mutated(text: string, other: string, random: Random): string {
  let changed = text;
  for (let count = random.whole(1, 2); count > 0 && changed !== ""; count--) {
    changed = mutations[random.whole(0, mutations.length - 1)]!(changed, other, random);
  }
  return changed;
}
