/** Checkpoints on disk. */
export { CheckpointError } from "./CheckpointError.ts";
export { loadCheckpoint, saveCheckpoint } from "./checkpoint.ts";
