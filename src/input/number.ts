/** Texts that stand for no value in files of numbers. */
const missing = /^(|nan|na|n\/a|null|nil|none|undefined|unknown|unavailable|-+|[+-]?inf(inity)?)$/i;

/** Whether a cell stands for no value. */
export function isMissing(text: string): boolean {
  return missing.test(text);
}

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Digits in groups of three: `1,234.5`, `1,234,567`; and with points: `1.234,5`, `1.234.567`. */
const commaGroups = /^[+-]?\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,})$/;
const pointGroups = /^[+-]?\d{1,3}((\.\d{3})+,\d+|(\.\d{3}){2,})$/;
/** A unit that a program writes behind a number. */
const unit = /\s*(%|°\s?[cf]?|℃|℉)$/i;

/** A cell as a number of line protocol; empty where it stands for no value; undefined where it is something else. */
export function readNumber(text: string): string | undefined {
  if (number.test(text)) return finite(text);
  if (isMissing(text)) return "";
  const bare = text.replace(unit, "");
  if (/^[+-]?\d*,\d+$/.test(bare)) return finite(bare.replace(",", "."));
  if (commaGroups.test(bare)) return finite(bare.replaceAll(",", ""));
  if (pointGroups.test(bare)) return finite(bare.replaceAll(".", "").replace(",", "."));
  return number.test(bare) ? finite(bare) : undefined;
}

function finite(text: string): string | undefined {
  return Number.isFinite(Number(text)) ? text.replace(/^\+/, "") : undefined;
}

/** Whether a cell holds a number. */
export function isNumber(text: string): boolean {
  return (readNumber(text) ?? "") !== "";
}

const truths: Record<string, string> = {
  true: "true",
  false: "false",
  on: "true",
  off: "false",
  yes: "true",
  no: "false",
};

/** A cell as a boolean of line protocol. */
export function readTruth(text: string): string | undefined {
  return Object.hasOwn(truths, text.toLowerCase()) ? truths[text.toLowerCase()] : undefined;
}
