import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { servePages } from "../host/page-server.js";
import { writeFully } from "../host/stdout.js";
import { newCommand, parsed, readOption, UsageError, wholeNumber } from "./usage.js";

const PORT = 8427;

/** `holtline playground`: serves the page on 127.0.0.1 until it is interrupted. */
export async function playground(args: string[]): Promise<void> {
  const command = newCommand(
    "playground",
    "Serves a page on this machine that scores files as you drop them into it.",
  ).addOption(
    readOption("--port <N>", `The port on 127.0.0.1; 0 takes any free one. (default: ${PORT})`, (text) =>
      wholeNumber(text, 0, 65_535),
    ),
  );
  if (!parsed(command, args)) return;
  if (command.args.length > 0) throw new UsageError(`"${command.args[0]}": takes no file; drop it into the page`);
  const { port = PORT } = command.opts<{ port?: number }>();
  const folder = fileURLToPath(new URL("../../playground", import.meta.url));
  const server = await servePages(folder, port).catch((error: NodeJS.ErrnoException) => {
    throw explained(error, port);
  });
  writeFully(`http://127.0.0.1:${(server.address() as AddressInfo).port}/ is Holtline's playground; Ctrl-C ends it\n`);
}

function explained(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === "EADDRINUSE")
    return new UsageError(`--port ${port}: something else listens there; --port 0 takes any free one`);
  if (error.code === "EACCES")
    return new UsageError(`--port ${port}: this user may not listen there; give one above 1023`);
  if (error.code === "ENOENT")
    return new Error(`the page is not there (${error.message}): install Holtline again, or run "npm run build"`);
  return error;
}
