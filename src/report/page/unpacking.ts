import type { SeriesColumns } from "../../chart/store.js";
import { unpackColumns } from "../columns.js";
import type { ReportFile } from "../data.js";

/** The columns of a file's series, out of the page. */
export async function columnsOf({ columns, series }: ReportFile): Promise<SeriesColumns[]> {
  const text = atob(columns);
  const packed = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) packed[at] = text.charCodeAt(at);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return unpackColumns(
    bytes,
    series.map(({ rows }) => rows),
  );
}
