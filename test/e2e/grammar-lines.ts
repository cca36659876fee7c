import { below, random } from "../kernel/random.js";

// Lines after the grammar, wrong here and there, some with bytes changed at random: the same at every run. A character
// of these strings, up to U+00FF, is a byte.

type Part = () => string;

const pick = <T>(all: readonly T[]): T => all[below(all.length)]!;
const repeat = (from: number, to: number, part: Part) =>
  Array.from({ length: from + below(to - from + 1) }, part).join("");
const maybe = (chance: number, part: Part) => (random() < chance ? part() : "");
const digits = (from: number, to: number) => repeat(from, to, () => String(below(10)));

const letters = [..."abcXYZ09_-./:#\"'iet\0\x1b\x7f\xc3\xa9\xff"];
const escapes = ["\\,", "\\ ", "\\=", '\\"', "\\\\", "\\n", "\\\\\\ "];
const name: Part = () => repeat(1, 4, () => (random() < 0.2 ? pick(escapes) : pick(letters)));
const fieldKey: Part = () => (random() < 0.6 ? pick(["v", "w", "value", "x\\ y", 'x"\\ y', 'x\\"\\ y']) : name());

const trickyNumbers = (
  "1. .5 -.5e-3 1E+5 1e+21 00.5 007 01i 00u -0i 0i 0u -0 -1u 1e400 -1e309 1e-400 5e-00324 4.9e-324 2e-324 " +
  "1.7976931348623157e308 1.7976931348623159e308 0x10 1_000 NaN inf +1 -inf 1e 1e+ --1 1..2 . - -. 1e5i 1.5i 1I 1i2 0009i 0000u -007i 000u5 " +
  "9223372036854775807i 9223372036854775808i -9223372036854775808i -9223372036854775809i 18446744073709551615u " +
  "18446744073709551616u 9007199254740993i 9007199254740993 1e22 1e23 123456789012345e22 123456789012345e-22 " +
  "1234567890123456e-5 0.1000000000000000055511151231257827 0e99999 1e0000000000005"
).split(" ");
const truths = "t T f F true True TRUE false False FALSE tRUE fALSE TRue FAlse tr Fa truE trueX fx".split(" ");
const trickyTimes = (
  "9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 0000000000000000001 " +
  "00000000000000000001 12345678901234567890 9999999999999999999 1.5 1e9 0 -0 - +5 5i"
).split(" ");
const otherEscapes = ["\\n", "\\t", "\\,", "\\ "];
const inStrings = ["a", " ", ",", "=", "#", "\n", "\r", "\r\n", "\t", "\0", '\\"', "\\\\", "\xff"];

const decimal: Part = () =>
  `${maybe(0.4, () => "-")}${digits(0, 22)}${maybe(0.7, () => `.${digits(0, 22)}`)}` +
  maybe(0.3, () => `${pick(["e", "E"])}${pick(["", "+", "-"])}${digits(0, 3)}`);
const integer: Part = () => `${maybe(0.3, () => "-")}${digits(1, 20)}${pick(["i", "i", "u"])}`;
const truth: Part = () => pick(truths);
const quoted: Part = () => `"${repeat(0, 6, () => (random() < 0.04 ? pick(otherEscapes) : pick(inStrings)))}"`;
const value: Part = () => pick([decimal, decimal, integer, () => pick(trickyNumbers), truth, quoted])();

const blanks: Part = () => pick([" ", " ", " ", "  ", "\t", " \v", "\f "]);
const tag: Part = () => `,${maybe(0.98, name)}${maybe(0.98, () => "=")}${maybe(0.98, name)}`;
const field: Part = () => `${fieldKey()}=${value()}`;
const time: Part = () => (random() < 0.7 ? `${maybe(0.2, () => "-")}${digits(1, 18)}` : pick(trickyTimes));
const line: Part = () =>
  `${maybe(0.1, blanks)}${name()}${repeat(0, 3, tag)}${blanks()}${field()}${repeat(0, 2, () => `,${field()}`)}` +
  `${maybe(0.6, () => blanks() + time())}${maybe(0.1, blanks)}${maybe(0.15, () => "\r")}\n`;
const emptyLines = ["\n", "\r\n", " \t\r\n", '# of "\n', "  # v=1\n", "\r\r\n", "\rm v=1\n", "#\n"];

const changes = [...'\\",= \n\r\t\v\f#\0iue-+.01'];

function changed(text: string): string {
  const at = below(text.length);
  return text.slice(0, at) + pick(["", pick(changes)]) + text.slice(at + pick([0, 1]));
}

/** One line, or what was one before some of its bytes changed: more may have come of it, or the half of one. */
export function randomLine(): string {
  const text = random() < 0.06 ? pick(emptyLines) : line();
  const once = random() < 0.4 ? changed(text) : text;
  return random() < 0.1 ? changed(once) : once;
}
