/**
 * Makes this process end with its input and not before: what Telegraf has handed over when a signal comes is still to be
 * written. SIGINT and SIGHUP only reach it because it shares Telegraf's process group. SIGTERM comes from Telegraf when
 * draining takes more than five seconds, and from service managers that signal a whole group. SIGKILL still ends it.
 */
export function outliveSignals(): void {
  for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) process.on(signal, () => {});
}
