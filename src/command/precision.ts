import type { Option } from "commander";
import { type Unit, units } from "../input/time-unit.js";
import { readOption, UsageError } from "./usage.js";

/** The option of commands that read files: what the timestamps count. */
export function precisionOption(): Option {
  return readOption(
    "--precision <s|ms|us|ns>",
    "What timestamps count since 1970. (default: found out, from times that make sense)",
    readUnit,
  );
}

function readUnit(text: string): Unit {
  const unit = units.find((one) => one === text);
  if (unit !== undefined) return unit;
  throw new UsageError("expected s, ms, us or ns");
}
