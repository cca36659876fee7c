/** Writes the dashboards into dashboards/, one for each language: node build/scripts/dashboards.js, and then commit them. */

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { languages, text } from "./dashboard/dashboard.js";

for (const language of languages) {
  writeFileSync(fileURLToPath(new URL(`../../dashboards/${language.file}`, import.meta.url)), text(language));
}
