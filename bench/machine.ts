import { cpus, loadavg } from "node:os";

/** What a time was measured on: processor, cores, how busy they are, and Node. */
export function machine(): string {
  const cores = cpus();
  const model = cores[0]?.model.trim() || "unknown processor";
  return `${model}, ${cores.length} cores, load ${loadavg()[0]!.toFixed(1)}; Node ${process.versions.node}`;
}
