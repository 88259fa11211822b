/**
 * What needs Node: features by an ONNX file of the user's own, and learnt networks on disk.
 *
 * @module
 */

export { readNetwork, writeNetwork } from "./networkFile.ts";
export { type OnnxFeatureOptions, onnxFeatures } from "./onnxFeatures.ts";
