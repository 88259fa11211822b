import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";
import type { Quantization } from "../passes/quantizeConvolutions.ts";
import type { Lowering, LoweringTable } from "./Lowering.ts";

const zeroPointOf = (graph: OnnxBuilder, zeroPoint: number): TensorName =>
  graph.filled([], "uint8", zeroPoint);

/** Create the lowering of a quantization or dequantization node. */
const linear =
  (type: "QuantizeLinear" | "DequantizeLinear"): Lowering =>
  (graph, call) => {
    const { scale, zeroPoint } = call.attributes as { scale: number; zeroPoint: number };
    return [graph.op(type, [call.tensor("x"), graph.scalar(scale), zeroPointOf(graph, zeroPoint)])];
  };

/** int8 convolutions over NHWC images, with quantization and dequantization. */
export const int8: LoweringTable = {
  CellgenQuantize: linear("QuantizeLinear"),
  CellgenDequantize: linear("DequantizeLinear"),

  CellgenInt8Conv2d: (graph, call) => {
    const { input, output, filterZeroPoint, strides, pads } = call.attributes as {
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
      zeroPointOf(graph, input.zeroPoint),
      call.tensor("filter"),
      call.tensor("filterScales"),
      graph.constant(
        `${channels} zero points ${filterZeroPoint}`,
        "int8",
        [channels],
        new Int8Array(channels).fill(filterZeroPoint),
      ),
      graph.scalar(output.scale),
      zeroPointOf(graph, output.zeroPoint),
      call.tensor("bias"),
    ];
    const attributes = { kernel_shape: [height, width], pads, strides: [strides, strides], channels_last: 1 };
    return [graph.microsoft("QLinearConv", operands, attributes)];
  },
};
