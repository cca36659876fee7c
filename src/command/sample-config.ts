import { writeFully } from "../host/stdout.js";
import { sampleStanza } from "../stanza.js";
import { newCommand, parsed } from "./usage.js";

/** `holtline sample-config`: a stanza for telegraf.conf in which every option stands, with its default, commented out. */
export async function sampleConfig(args: string[]): Promise<void> {
  const command = newCommand("sample-config", "Prints a processors.execd stanza for telegraf.conf.");
  if (parsed(command, args)) writeFully(sampleStanza());
}
