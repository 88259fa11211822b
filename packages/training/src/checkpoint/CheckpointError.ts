/** A file that is no checkpoint, or a damaged one. A caller can recover from it: by an older checkpoint, or by a new run. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
}
