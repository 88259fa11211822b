/** Thrown if a file is not a valid checkpoint. To recover, use an older checkpoint or start a new run. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
}
