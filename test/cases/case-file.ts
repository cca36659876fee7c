import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../package.js";

/** The small inputs that once went wrong; beside the repository, where somebody has them. */
const folder = join(root, "../shared/cases");

/** Where a case lies; undefined, with a word about it, where it is not there. */
export function caseFile(name: string): string | undefined {
  const path = join(process.env.HOLTLINE_CASES ?? folder, name);
  if (existsSync(path)) return path;
  console.log(`skipped: there is no ${name} in ../shared/cases`);
  return undefined;
}
