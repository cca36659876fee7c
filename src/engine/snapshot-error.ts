/** Bytes that can't be taken for a snapshot. */
export class SnapshotError extends Error {
  override readonly name = "SnapshotError";

  /** @param isForeign they are nothing that Holtline wrote */
  constructor(
    message: string,
    readonly isForeign = false,
  ) {
    super(message);
  }
}
