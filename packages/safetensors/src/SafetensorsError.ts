/**
 * A file that is not safetensors, or a damaged one. The message names the tensor, and the file where one was read. A caller can
 * recover from it: by an older checkpoint, or by another download.
 */
export class SafetensorsError extends Error {
  override readonly name = "SafetensorsError";
}
