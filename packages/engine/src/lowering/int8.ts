import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";
import type { Quantization } from "../passes/quantizeConvolutions.ts";
import type { LoweringTable } from "./Lowering.ts";

const zeroPointOf = (graph: OnnxBuilder, { zeroPoint }: Quantization): TensorName =>
  graph.filled([], "uint8", zeroPoint);

/** Convolutions over NHWC images of eight bits, and the way there and back. */
export const int8: LoweringTable = {
  CellgenQuantize: (graph, call) => {
    const quantization = call.attributes as unknown as Quantization;
    const operands = [call.tensor("x"), graph.scalar(quantization.scale), zeroPointOf(graph, quantization)];
    return [graph.op("QuantizeLinear", operands)];
  },

  CellgenDequantize: (graph, call) => {
    const quantization = call.attributes as unknown as Quantization;
    const operands = [call.tensor("x"), graph.scalar(quantization.scale), zeroPointOf(graph, quantization)];
    return [graph.op("DequantizeLinear", operands)];
  },

  CellgenInt8Conv2d: (graph, call) => {
    const { input, output, filterZeroPoint, strides, pads } = call.attributes as unknown as {
      readonly input: Quantization;
      readonly output: Quantization;
      readonly filterZeroPoint: number;
      readonly strides: number;
      readonly pads: readonly number[];
    };
    const [channels, , height, width] = call.shape("filter") as [number, number, number, number];
    const operands = [
      call.tensor("x"),
      graph.scalar(input.scale),
      zeroPointOf(graph, input),
      call.tensor("filter"),
      call.tensor("filterScales"),
      graph.constant(
        `${channels} zero points ${filterZeroPoint}`,
        "int8",
        [channels],
        new Int8Array(channels).fill(filterZeroPoint),
      ),
      graph.scalar(output.scale),
      zeroPointOf(graph, output),
      call.tensor("bias"),
    ];
    const attributes = { kernel_shape: [height, width], pads, strides: [strides, strides], channels_last: 1 };
    return [graph.microsoft("QLinearConv", operands, attributes)];
  },
};
