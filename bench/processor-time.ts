import { readFileSync } from "node:fs";

/** Processor time as /proc tells it, on Linux only; a process's file says so in ticks of a hundredth of a second. */
const TICKS_A_SECOND = 100;

/** Places in /proc/PID/stat, counted from the field behind the program's name (proc(5) counts that as the third). */
const PARENT = 1;
const USER = 11;
const WAITED_FOR_USER = 13;

/** User and system seconds that a process has spent, all its threads; undefined when it is gone. */
export function processorSeconds(pid: number): number | undefined {
  return secondsAt(String(pid), USER);
}

/** The same of all the children that this process has waited for, and theirs. */
export function childrenSeconds(): number | undefined {
  return secondsAt("self", WAITED_FOR_USER);
}

export function parentOf(pid: number): number | undefined {
  return statOf(String(pid))?.[PARENT];
}

function secondsAt(process: string, first: number): number | undefined {
  const fields = statOf(process);
  return fields === undefined ? undefined : (fields[first]! + fields[first + 1]!) / TICKS_A_SECOND;
}

/** The fields behind the name, which may itself hold blanks and parentheses. */
function statOf(process: string): number[] | undefined {
  try {
    const text = readFileSync(`/proc/${process}/stat`, "latin1");
    return text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
  } catch {
    return undefined;
  }
}
