import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "uvu";

/** Programs that are not of this project, by what a person calls them: the variable that says where, and the names. */
const programs = {
  Telegraf: { variable: "TELEGRAF", names: ["telegraf"] },
  InfluxDB: { variable: "INFLUXD", names: ["influxd"] },
  VictoriaMetrics: { variable: "VICTORIA_METRICS", names: ["victoria-metrics"] },
  Prometheus: { variable: "PROMETHEUS", names: ["prometheus"] },
  Alertmanager: { variable: "ALERTMANAGER", names: ["alertmanager", "prometheus-alertmanager"] },
} as const;

export type Program = keyof typeof programs;

/** A program's file: what its variable says, or on PATH, or where Go installs programs; undefined where there is none. */
export function findProgram(program: Program): string | undefined {
  const { variable, names } = programs[program];
  const named = process.env[variable];
  if (named !== undefined && named !== "") return named;
  const { PATH = "", GOPATH = join(homedir(), "go") } = process.env;
  const rooms = [...PATH.split(delimiter), join(GOPATH.split(delimiter)[0]!, "bin")];
  return names.flatMap((name) => rooms.map((room) => join(room, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A test that needs Telegraf and other programs, and is skipped with a line that says so when one is not there. */
export function testWithPrograms(others: readonly Program[], name: string, work: () => Promise<void>): void {
  const absent = (["Telegraf", ...others] as const).filter((program) => findProgram(program) === undefined);
  if (absent.length === 0) {
    test(name, work);
    return;
  }
  const variables = absent.map((program) => programs[program].variable);
  console.log(`skipped, no ${absent.join(", no ")} on this machine (PATH, or set ${variables.join(", ")}): ${name}`);
  test.skip(name, work);
}
