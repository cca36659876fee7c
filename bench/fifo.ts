import { spawnSync } from "node:child_process";
import { closeSync, constants, openSync, rmSync } from "node:fs";

/** The two ends of a pipe like those that Telegraf gives a processor; what Node's own `spawn` makes are sockets. */
export interface Pipe {
  readonly read: number;
  /** Never waits: a write that finds the pipe full throws EAGAIN. */
  readonly write: number;
}

/** @param path a name that is free; it is free again afterwards */
export function openPipe(path: string): Pipe {
  const { status, error } = spawnSync("mkfifo", [path]);
  if (status !== 0) throw error ?? new Error(`mkfifo ${path} failed`);
  // neither end waits for the other while somebody holds both
  const both = openSync(path, constants.O_RDWR);
  const read = openSync(path, constants.O_RDONLY);
  const write = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  closeSync(both);
  rmSync(path);
  return { read, write };
}
