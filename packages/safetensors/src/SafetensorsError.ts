/**
 * Thrown if a file is damaged or not in safetensors format. The message names the tensor, and the path if a file was read. Recover with
 * an older checkpoint or another download.
 */
export class SafetensorsError extends Error {
  override readonly name = "SafetensorsError";
}
