/** Read and write safetensors files on disk. */
export { readSafetensors } from "./readSafetensors.ts";
export { writeSafetensors } from "./writeSafetensors.ts";
