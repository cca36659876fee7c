/** What the annotations in front of a table say, by their names: a text for each column. */
export type Annotations = ReadonlyMap<string, readonly string[]>;

/** What a column of an annotated table is, and holds where its cell is empty. */
export interface AnnotatedColumn {
  readonly name: string;
  /** `value` belongs to the field that `name` names; `field` is one by itself. */
  readonly role: "measurement" | "tag" | "time" | "name" | "value" | "field" | "error" | "ignored";
  /** Whether it holds texts or truths: no numbers. */
  readonly isText: boolean;
  readonly otherwise: string;
}

/** Columns of every answer that say nothing of the values. */
const bookkeeping = new Set(["", "result", "table", "_start", "_stop", "reference"]);

/** What the columns of a table are, by their names, their types, and whether the table is grouped by them. */
export function annotatedColumns(names: readonly string[], annotations: Annotations): AnnotatedColumn[] {
  const types = annotations.get("datatype") ?? [];
  const groups = annotations.get("group") ?? [];
  const defaults = annotations.get("default") ?? [];
  const timeName = names.includes("_time") ? "_time" : names.find((name) => /^(time|_stop)$/.test(name));
  return names.map((name, index) => {
    // "dateTime:RFC3339", "double|0" with a default behind the bar
    const [type = "", own = ""] = (types[index] ?? "").split("|");
    const role = roleOf(name, type.split(":", 1)[0]!, groups[index], name === timeName);
    return { name, role, isText: type === "string" || type === "boolean", otherwise: defaults[index] || own };
  });
}

function roleOf(name: string, type: string, group: string | undefined, isTime: boolean): AnnotatedColumn["role"] {
  if (isTime || type === "time") return "time";
  if (name === "_measurement" || type === "measurement") return "measurement";
  if (name === "_field") return "name";
  if (name === "_value") return "value";
  if (name === "error") return "error";
  if (type === "tag") return "tag";
  if (type.startsWith("ignore") || bookkeeping.has(name)) return "ignored";
  if (type === "dateTime") return name.startsWith("_") ? "ignored" : "time";
  if (group === "true") return "tag";
  if (type === "string" || type === "") return group === undefined && type === "" ? "tag" : "ignored";
  return "field";
}
