import { readdirSync, readFileSync } from "node:fs";
import { root } from "./package.js";

/** Pages of the documentation: the README and everything in docs, by their paths from the repository's root. */
export const pages: readonly string[] = [
  "README.md",
  ...readdirSync(`${root}docs`)
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

export function pageText(page: string): string {
  return readFileSync(root + page, "utf8");
}

const fence = /^ *```.*\n[\s\S]*?^ *```$/gm;
const span = /`[^`\n]+`/g;

/** The text of a page without its code. */
export function proseOf(text: string): string {
  return text.replace(fence, "").replace(span, "");
}

/** Blocks of code, without their fences. */
export function blocksOf(text: string): string[] {
  return (text.match(fence) ?? []).map((block) => block.split("\n").slice(1, -1).join("\n"));
}

/** What stands between backticks in running text or in a table's cell. */
export function spansOf(text: string): string[] {
  return (text.replace(fence, "").match(span) ?? []).map((code) => code.slice(1, -1));
}

/** What follows a heading, up to the next one. */
export function sectionOf(text: string, heading: string): string {
  const plain = text.replace(fence, (block) => block.replace(/^#/gm, " "));
  const start = plain.indexOf(`\n## ${heading}\n`);
  if (start < 0) throw new Error(`no section ${heading}`);
  const end = plain.indexOf("\n## ", start + 1);
  return text.slice(start, end < 0 ? undefined : end);
}

/** The rows of a text's tables, without their headers: the cells by the names of the columns. */
export function rowsOf(text: string): Record<string, string>[] {
  const tables = text.replace(fence, "").match(/^\|.*\n\|[ -|]*\n(\|.*\n)*/gm) ?? [];
  return tables.flatMap((table) => {
    const [header, , ...rows] = table.trimEnd().split("\n").map(cellsOf);
    return rows.map((cells) => Object.fromEntries(cells.map((cell, column) => [header![column]!, cell])));
  });
}

function cellsOf(row: string): string[] {
  return row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}
