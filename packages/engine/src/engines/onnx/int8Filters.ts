import type { Graph, Value } from "../../graph/graph.ts";
import { sizeOf } from "../../graph/shape.ts";
import { lowerToOnnx } from "../../lowering/lowerToOnnx.ts";
import type { Int8Filters } from "../../passes/quantizeConvolutions.ts";
import { runOnce, type SessionRunner } from "./runOnce.ts";

/**
 * Determine the int8 filter format that is correct and fast on this processor.
 *
 * The maximum is 126 if 8-bit products are accumulated in 32 bits, as on VNNI and ARM. Otherwise pairs of products are added in 16 bits, which
 * hold 2·255·64 but not 2·255·127. ONNX Runtime does not expose this, so it is tested. For AMX matrix products, the zero point is 1: ONNX
 * Runtime uses another, slower path for filters with zero point 0.
 *
 * @param amx - Whether the processor has AMX.
 * @throws Error if int8 convolutions do not work on this machine.
 */
export async function int8Filters(runtime: SessionRunner, amx: boolean): Promise<Int8Filters> {
  const zeroPoint = amx ? 1 : 0;
  for (const limit of [126, 63]) {
    const filters = { limit, zeroPoint };
    // Multiples of four channels use a different code path than others.
    if ((await addsUp(runtime, 16, filters)) && (await addsUp(runtime, 18, filters))) return filters;
  }
  throw new Error(
    "compile: int8 must be omitted on this machine, where ONNX Runtime's int8 convolutions return incorrect sums. Use float32.",
  );
}

/** Check a convolution with the maximum activation and weight everywhere. */
async function addsUp(runtime: SessionRunner, channels: number, filters: Int8Filters): Promise<boolean> {
  const products = 9 * channels;
  const shape = [1, 3, 3, channels];
  const x = new Float32Array(sizeOf(shape)).fill(255);
  const feeds = { x: new runtime.Tensor("float32", x, shape) };
  const { y } = await runOnce(runtime, lowerToOnnx(convolution(channels, filters)), feeds);
  return y!.every((sum) => Math.abs(sum / (products * 255 * filters.limit) - 1) < 0.01);
}

/** Build a graph that sums 3x3 pixels over all channels, with equal weights. */
function convolution(channels: number, { limit, zeroPoint }: Int8Filters): Graph {
  const value = (id: number, dtype: Value["dtype"], ...shape: number[]): Value => ({ id, dtype, shape });
  const images = [1, 3, 3, channels];
  const result = [1, 1, 1, channels];
  const filterShape = [channels, channels, 3, 3];
  const [x, bytes] = [value(0, "float32", ...images), value(1, "uint8", ...images)];
  const filter = value(2, "int8", ...filterShape);
  const [filterScales, bias] = [value(3, "float32", channels), value(4, "int32", channels)];
  const [sums, y] = [value(5, "uint8", ...result), value(6, "float32", ...result)];
  const input = { scale: 1, zeroPoint: 0 };
  const output = { scale: (9 * channels * 255 * limit) / 200, zeroPoint: 0 };
  return {
    inputs: { x },
    constants: new Map<Value, Int8Array | Float32Array | Int32Array>([
      [filter, new Int8Array(sizeOf(filterShape)).fill(limit + zeroPoint)],
      [filterScales, new Float32Array(channels).fill(1)],
      [bias, new Int32Array(channels)],
    ]),
    nodes: [
      { kernel: "CellgenQuantize", inputs: { x }, attributes: input, outputs: [bytes] },
      {
        kernel: "CellgenInt8Conv2d",
        inputs: { x: bytes, filter, filterScales, bias },
        attributes: { input, output, filterZeroPoint: zeroPoint, strides: 1, pads: [0, 0, 0, 0] },
        outputs: [sums],
      },
      { kernel: "CellgenDequantize", inputs: { x: sums }, attributes: output, outputs: [y] },
    ],
    outputs: { y },
  };
}
