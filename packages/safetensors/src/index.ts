/**
 * Read and write tensors in Hugging Face's safetensors format, compatible with its Python and Rust libraries. This module runs in the
 * browser; use `@cellgen/safetensors/node` for files on disk.
 *
 * ```ts
 * import { decodeSafetensors, encodeSafetensors, toFloat32 } from "@cellgen/safetensors";
 * const bytes = encodeSafetensors({ "conv.bias": { shape: [2], data: Float32Array.of(0.5, -1) } }, { format: "pt" });
 * const { tensors, metadata } = decodeSafetensors(bytes);
 * const bias = toFloat32(tensors["conv.bias"]!); // Float32Array [0.5, -1]; F16 and BF16 files come out as float32 too
 * console.log(bias, tensors["conv.bias"]!.shape, metadata.format); // … [ 2 ] pt
 * ```
 *
 * @module
 */

export { decodeSafetensors, type Safetensors, type SafetensorsEntry } from "./decodeSafetensors.ts";
export { type SafetensorsArray, type SafetensorsDtype, safetensorsDtypes } from "./dtypes.ts";
export { encodeSafetensors, type SafetensorsInput } from "./encodeSafetensors.ts";
export { SafetensorsError } from "./SafetensorsError.ts";
export { toFloat16 } from "./toFloat16.ts";
export { toFloat32 } from "./toFloat32.ts";
