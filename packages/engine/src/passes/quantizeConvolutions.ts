import { type ConstantData, type Graph, type GraphNode, type Value, valuesAfter } from "../graph/graph.ts";
import { sizeOf } from "../graph/shape.ts";
import { countUses } from "./countUses.ts";

/** Minimum and maximum of a tensor's values. */
export type Range = readonly [min: number, max: number];

/** Quantization to uint8: `x = scale·(q − zeroPoint)` with q in 0…255. */
export interface Quantization {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** Quantization of filters to int8. */
export interface Int8Filters {
  /** Maximum of the quantized values minus the zero point. The minimum is its negative. */
  readonly limit: number;
  /** Quantized value of 0. */
  readonly zeroPoint: number;
}

/**
 * Minimum number of channels. Quantizing the layers next to an image, with fewer channels, costs the most accuracy and saves the least time.
 */
const MIN_CHANNELS = 16;

/**
 * Find the convolutions that can be quantized: those of `@cellgen/nn` with a constant filter and bias that are not pointwise. Excluded are
 * those that read or write an image with few channels, usually the first and last of a network.
 */
export function quantizableConvolutions(graph: Graph): readonly GraphNode[] {
  return graph.nodes.filter(({ kernel, inputs }) => {
    const { filter, bias } = inputs;
    if (kernel !== "CellgenConv2d" || !filter || !bias) return false;
    const [height, width, from, to] = filter.shape as [number, number, number, number];
    const constant = graph.constants.has(filter) && graph.constants.has(bias);
    return constant && height * width > 1 && from >= MIN_CHANNELS && to >= MIN_CHANNELS;
  });
}

/** Return the quantization that covers a range and represents 0 exactly, because padding is 0. */
export function quantizationOf([min, max]: Range): Quantization {
  const [low, high] = [Math.min(min, 0), Math.max(max, 0)];
  const scale = (high - low) / 255 || 1;
  return { scale, zeroPoint: Math.round((0 - low) / scale) };
}

/**
 * Quantize convolutions: `conv2d(x, filter, bias)` becomes `dequantize(int8Conv2d(quantize(x), …))`. Activations are uint8 with a scale per
 * tensor, filters int8 with a scale per output channel, and sums int32. Upsampling before a convolution operates on bytes.
 *
 * @param ranges - Ranges of the input and output of each convolution to quantize. Others are unchanged.
 */
export function quantizeConvolutions(
  graph: Graph,
  ranges: ReadonlyMap<Value, Range>,
  filters: Int8Filters,
): Graph {
  const uses = countUses(graph);
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node])));
  const constants = new Map(graph.constants);
  const bytes = new Map<Value, Value>();
  const chosen = new Set(quantizableConvolutions(graph));
  const newValue = valuesAfter(graph);
  const newConstant = (shape: readonly number[], dtype: Value["dtype"], data: ConstantData): Value => {
    const value = newValue(shape, dtype);
    constants.set(value, data);
    return value;
  };

  const nodes = graph.nodes.flatMap((node): readonly GraphNode[] => {
    const { x, filter, bias } = node.inputs;
    const y = node.outputs[0];
    if (!x || !filter || !bias || !y || !chosen.has(node)) return [node];
    const [from, to] = [ranges.get(x), ranges.get(y)];
    if (!from || !to) return [node];
    const [input, output] = [quantizationOf(from), quantizationOf(to)];
    const before: GraphNode[] = [];
    const quantized = (image: Value): Value => {
      const known = bytes.get(image);
      if (known) return known;
      const result = newValue(image.shape, "uint8");
      bytes.set(image, result);
      before.push({
        kernel: "CellgenQuantize",
        inputs: { x: image },
        attributes: { ...input },
        outputs: [result],
      });
      return result;
    };
    const doubling = producers.get(x);
    let image: Value;
    if (doubling?.kernel === "CellgenUpsample2x" && uses.get(x) === 1) {
      image = newValue(x.shape, "uint8");
      before.push({ ...doubling, inputs: { x: quantized(doubling.inputs["x"]!) }, outputs: [image] });
    } else image = quantized(x);
    const quantizedFilter = quantizeFilter(
      constants.get(filter) as Float32Array,
      constants.get(bias) as Float32Array,
      filter.shape as [number, number, number, number],
      input.scale,
      filters,
    );
    const [height, width, inChannels, outChannels] = filter.shape as [number, number, number, number];
    const result = newValue(y.shape, "uint8");
    return [
      ...before,
      {
        kernel: "CellgenInt8Conv2d",
        inputs: {
          x: image,
          filter: newConstant([outChannels, inChannels, height, width], "int8", quantizedFilter.filter),
          filterScales: newConstant([outChannels], "float32", quantizedFilter.scales),
          bias: newConstant([outChannels], "int32", quantizedFilter.bias),
        },
        attributes: { ...node.attributes, input, output, filterZeroPoint: filters.zeroPoint },
        outputs: [result],
      },
      { kernel: "CellgenDequantize", inputs: { x: result }, attributes: { ...output }, outputs: [y] },
    ];
  });
  return { ...graph, nodes, constants };
}

/**
 * Quantize a filter [height, width, in, out] to integers [out, in, height, width] with a scale per output channel, and its bias to units of the sums.
 */
function quantizeFilter(
  filter: Float32Array,
  bias: Float32Array,
  [height, width, inChannels, outChannels]: readonly [number, number, number, number],
  inputScale: number,
  { limit, zeroPoint }: Int8Filters,
): { filter: Int8Array; scales: Float32Array; bias: Int32Array } {
  const places = height * width;
  const rows = places * inChannels;
  const result = new Int8Array(sizeOf([rows, outChannels]));
  const scales = new Float32Array(outChannels);
  const sums = new Int32Array(outChannels);
  for (let k = 0; k < outChannels; k++) {
    let max = 0;
    for (let row = 0; row < rows; row++) max = Math.max(max, Math.abs(filter[row * outChannels + k]!));
    // For a channel with a filter near zero, limit the quantized bias to 32 bits.
    const scale = Math.max(max / limit, Math.abs(bias[k]!) / inputScale / 2 ** 30) || 1;
    scales[k] = scale;
    sums[k] = Math.round(bias[k]! / (inputScale * scale));
    for (let place = 0; place < places; place++)
      for (let c = 0; c < inChannels; c++)
        result[(k * inChannels + c) * places + place] =
          Math.round(filter[(place * inChannels + c) * outChannels + k]! / scale) + zeroPoint;
  }
  return { filter: result, scales, bias: sums };
}
