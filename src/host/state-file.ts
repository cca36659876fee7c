import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import type { SnapshotWriter } from "../engine/engine.js";

/** A snapshot on the disk: whatever happens while it is written, the file is the last one or the new one, whole. */
export class StateFile {
  readonly path: string;
  /** Where snapshots are written before they take the file's name: while lines go on, and in one go at the end. */
  readonly #draft: string;
  readonly #lastDraft: string;

  constructor(path: string) {
    this.path = path;
    this.#draft = `${path}.tmp`;
    this.#lastDraft = `${path}.end.tmp`;
  }

  /** What a file that was refused is called from then on. */
  get refusedPath(): string {
    return `${this.path}.refused`;
  }

  /**
   * The file's bytes; undefined when there is none.
   *
   * @throws the system's error
   */
  read(): Uint8Array | undefined {
    try {
      return readFileSync(this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  /** Puts the file aside, in place of one that was put aside before. */
  refuse(): void {
    renameSync(this.path, this.refusedPath);
  }

  /** Removes what a process that was killed has left. */
  clear(): void {
    for (const draft of [this.#draft, this.#lastDraft]) rmSync(draft, { force: true });
  }

  /**
   * Writes a snapshot piece by piece, with everything else going on in between.
   *
   * @param goesOn asked before every step; when it says no, the file stays as it is
   * @throws the system's error; the file is as before then
   */
  async write(writer: SnapshotWriter, goesOn: () => boolean): Promise<void> {
    const handle = await open(this.#draft, "w");
    try {
      if (await writePieces(handle, writer, goesOn)) await handle.sync();
    } finally {
      await handle.close();
    }
    if (!goesOn()) return rmSync(this.#draft, { force: true });
    renameSync(this.#draft, this.path);
    await syncFolder(this.path);
  }

  /**
   * Writes a snapshot at once.
   *
   * @throws the system's error; the file is as before then
   */
  writeNow(writer: SnapshotWriter): void {
    const descriptor = openSync(this.#lastDraft, "w");
    try {
      let at = writer.headLength;
      for (let piece = writer.next(); piece !== undefined; piece = writer.next()) {
        writeAt(descriptor, piece, at);
        at += piece.length;
      }
      writeAt(descriptor, writer.head(), 0);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(this.#lastDraft, this.path);
    syncFolderNow(this.path);
  }
}

/** False when it was not to go on. */
async function writePieces(handle: FileHandle, writer: SnapshotWriter, goesOn: () => boolean): Promise<boolean> {
  let at = writer.headLength;
  while (goesOn()) {
    const piece = writer.next();
    if (piece === undefined) {
      await writeFrom(handle, Uint8Array.from(writer.head()), 0);
      return true;
    }
    // the engine's next step uses the same memory
    await writeFrom(handle, Uint8Array.from(piece), at);
    at += piece.length;
  }
  return false;
}

async function writeFrom(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}

function writeAt(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
  }
}

// Some systems have no way to flush a folder (Windows); there a rename lasts when the system says so.

async function syncFolder(path: string): Promise<void> {
  try {
    const handle = await open(dirname(path), "r");
    await handle.sync().finally(() => handle.close());
  } catch {
    // nothing more can be done
  }
}

function syncFolderNow(path: string): void {
  try {
    const descriptor = openSync(dirname(path), "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // nothing more can be done
  }
}
