import { writeFully } from "../host/stdout.js";
import { sampleStanza } from "../stanza.js";
import { newCommand, parsed } from "./usage.js";

/** `holtline sample-config`: a stanza for telegraf.conf, or a holtline.toml, with every option and its default, commented out. */
export async function sampleConfig(args: string[]): Promise<void> {
  const command = newCommand("sample-config", "Prints a processors.execd stanza for telegraf.conf.").option(
    "--toml",
    "Print a holtline.toml, for --config, instead.",
  );
  if (!parsed(command, args)) return;
  if (!command.opts<{ toml?: true }>().toml) return writeFully(sampleStanza());
  const { sampleToml } = await import("../sample-toml.js");
  writeFully(sampleToml());
}
