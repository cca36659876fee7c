/** Data to try things out on, by the name that a link carries. */
export interface SampleEntry {
  readonly name: "brews" | "hosts";
  readonly title: string;
  readonly file: string;
  /** Its place beside the page; undefined where the worker generates it. */
  readonly path?: string;
}

export const samples: readonly SampleEntry[] = [
  { name: "brews", title: "Two brews", file: "brews.lp.gz", path: "samples/brews.lp.gz" },
  { name: "hosts", title: "Three hosts, a week", file: "hosts.lp" },
];
