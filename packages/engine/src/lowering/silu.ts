import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";

/** Compute `z·sigmoid(z)`; as one operator if no gradient needs the sigmoid. */
export function silu(graph: OnnxBuilder, z: TensorName, keepSigmoid: boolean): TensorName {
  if (keepSigmoid) return graph.op("Mul", [z, graph.op("Sigmoid", [z])]);
  return graph.microsoft("QuickGelu", [z], { alpha: { float: 1 } });
}

/** Compute `dy·((y − y·σ) + σ)` with y = z·σ and σ = sigmoid(z), both already computed in the forward pass. */
export function siluGradient(graph: OnnxBuilder, z: TensorName, dy: TensorName): TensorName {
  const sigmoid = graph.op("Sigmoid", [z]);
  const y = graph.op("Mul", [z, sigmoid]);
  const rest = graph.op("Sub", [y, graph.op("Mul", [y, sigmoid])]);
  return graph.op("Mul", [dy, graph.op("Add", [rest, sigmoid])]);
}
