import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** A process as it stands in a lock file: what tells it from a later one of the same number, `-` where nothing does. */
interface Holder {
  pid: number;
  /** Clock ticks from the machine's start to the process's. */
  start: string;
  /** Of the machine's start. */
  boot: string;
}

/** A file that one process at a time has made its own. */
export class Lock {
  readonly #path: string;
  readonly #text: string;

  /**
   * Takes the lock, from a process that is gone as well; the number of the process that has it, when there is one.
   *
   * @throws the system's error, when the file can't be written
   */
  static take(path: string): Lock | number {
    const lock = new Lock(path);
    for (;;) {
      try {
        writeFileSync(path, lock.#text, { flag: "wx" });
        return lock;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const found = textOf(path);
      if (found === undefined) continue; // released in between
      const holder = holderOf(found);
      if (holder !== undefined && isAlive(holder)) return holder.pid;
      const own = `${path}.${process.pid}`;
      writeFileSync(own, lock.#text);
      renameSync(own, path);
      if (lock.isHeld()) return lock;
    }
  }

  private constructor(path: string) {
    this.#path = path;
    const { pid, start, boot } = { pid: process.pid, start: startOf("self"), boot: bootOf() };
    this.#text = `${pid} ${start} ${boot} ${crypto.randomUUID()}\n`;
  }

  /** False once another process has taken it, which may not be able to see this one: in a container of its own. */
  isHeld(): boolean {
    return textOf(this.#path) === this.#text;
  }

  release(): void {
    if (this.isHeld()) rmSync(this.#path, { force: true });
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** undefined when the text is no lock's, as after a crash of the machine. */
function holderOf(text: string): Holder | undefined {
  const [, pid, start, boot] = /^([1-9]\d{0,9}) (\d+|-) ([\da-f-]+) /.exec(text) ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), start: start!, boot: boot! };
}

function isAlive({ pid, start, boot }: Holder): boolean {
  if (boot !== bootOf()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // a process of another user can't be signalled, and lives
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const itsStart = startOf(pid);
  return start === "-" || itsStart === "-" || itsStart === start;
}

function bootOf(): string {
  return systemText("/proc/sys/kernel/random/boot_id")?.trim() ?? "-";
}

/** The 22nd field of the kernel's line about a process; the second, its name, may hold blanks and parentheses. */
function startOf(pid: number | "self"): string {
  const stat = systemText(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "-";
}

/** A file of Linux; undefined elsewhere. */
function systemText(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}
