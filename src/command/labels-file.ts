import { readChunks } from "../host/file.js";
import { type Label, readLabels } from "../labels/read.js";

/**
 * The labels of a file.
 *
 * @throws FileError, InputError
 */
export async function labelsOf(file: string): Promise<Label[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of readChunks(file)) chunks.push(chunk);
  return readLabels(String(Buffer.concat(chunks)), file);
}
