import { type Shape4, sizeOf } from "../../graph/shape.ts";
import type { OnnxBuilder, TensorName } from "../../onnx/OnnxBuilder.ts";
import type { ConvolutionGeometry } from "../../operations/convolutionGeometry.ts";
import { isPointwise, nchw } from "../convolution/filterLayouts.ts";
import type { BlockBuilder } from "./BlockBuilder.ts";
import type { BlockedCall } from "./BlockedLowering.ts";

/** Geometry of the image under the output gradient, which acts as the filter. */
export interface GradientPads {
  readonly pads: readonly [top: number, left: number, bottom: number, right: number];
  readonly strides: readonly [number, number];
}

/** Return the zero padding of the image that gives a gradient of the filter's size; undefined if the image would have to be cropped. */
export function filterGradientPads(
  [, h, w]: Shape4,
  [, outHeight, outWidth]: Shape4,
  [kh, kw]: Shape4,
  { pads: [top, left], strides }: ConvolutionGeometry,
): GradientPads | undefined {
  const bottom = (outHeight - 1) * strides[0] + kh - h - top;
  const right = (outWidth - 1) * strides[1] + kw - w - left;
  return bottom < 0 || right < 0 ? undefined : { pads: [top, left, bottom, right], strides };
}

/**
 * Compute the gradient of a filter, [height, width, in, out], as convolutions: each sample's channels act as the batch, and its `dy` as the
 * filter.
 *
 * `dfilter[u,v,c,k] = Σ_{n,i,j} x[n, i·s + u − top, j·s + v − left, c] · dy[n,i,j,k]`
 */
export function filterGradient(
  call: BlockedCall,
  x: Shape4,
  dy: Shape4,
  filter: Shape4,
  geometry: GradientPads,
): TensorName {
  const { blocks } = call;
  const { graph } = blocks;
  const { pads, strides } = geometry;
  const [kh, kw, c, k] = filter;
  if (isPointwise(filter, { pads, strides, dilations: [1, 1] })) {
    const operands = [planesOf(call, "x", x, pads), planesOf(call, "dy", dy, pads)];
    const [rows, columns] = [
      [x[0], c, x[1] * x[2]],
      [x[0], k, x[1] * x[2]],
    ];
    const products = graph.microsoft(
      "FusedMatMul",
      [graph.reshape(operands[0]!, rows!), graph.reshape(operands[1]!, columns!)],
      { transB: 1 },
    );
    return graph.reshape(graph.reduce("ReduceSum", products, [0]), filter);
  }
  const swaps =
    k < blocks.size && c >= blocks.size && Math.max(...strides) === 1 && Math.max(...pads) < Math.min(kh, kw);
  if (!swaps)
    return ofPlanes(blocks, planesOf(call, "x", x, pads), x, call.blocked("dy"), dy, filter, geometry);
  // For few outputs, exchange image and gradient: the filter positions come out in reverse order.
  const around = [kh - 1 - pads[0], kw - 1 - pads[1], kh - 1 - pads[2], kw - 1 - pads[3]] as const;
  const swapped = [kh, kw, k, c] as const;
  const planes = planesOf(call, "dy", dy, around);
  const turned = ofPlanes(blocks, planes, dy, call.blocked("x"), x, swapped, { pads: around, strides });
  const places = graph.integers(Array.from({ length: kh * kw }, (_, i) => kh * kw - 1 - i));
  const inOrder = graph.op("Gather", [graph.reshape(turned, [kh * kw, k, c]), places], { axis: 0 });
  return graph.reshape(graph.transpose(inOrder, [0, 2, 1]), [kh, kw, c, k]);
}

/**
 * Convert an image to planes, [batch, channels, height, width], padded by columns of zeros on the left and right, because padding those
 * inside a convolution is slow. Row padding is not.
 */
export function planesOf(
  call: BlockedCall,
  name: string,
  [n, h, w, c]: Shape4,
  [, left, , right]: GradientPads["pads"],
): TensorName {
  const { blocks } = call;
  const { graph } = blocks;
  if (call.inBlocks(name)) {
    const widened = blocks.widened(call.blocked(name), [n, h, w, c], [left, right]);
    return blocks.planes(widened, [n, h, left + w + right, c]);
  }
  const planes = nchw(graph, call.tensor(name));
  const zeros = (width: number) => (width > 0 ? [graph.filled([n, c, h, width], "float32", 0)] : []);
  const columns = [...zeros(left), planes, ...zeros(right)];
  return columns.length > 1 ? graph.op("Concat", columns, { axis: 3 }) : planes;
}

/** Compute {@link filterGradient} for an image in planes, from {@link planesOf}, and a gradient in blocks. */
export function ofPlanes(
  blocks: BlockBuilder,
  planes: TensorName,
  [n, h, w, c]: Shape4,
  dy: TensorName,
  [, outHeight, outWidth, k]: Shape4,
  [kh, kw]: Shape4,
  { pads: [top, left, bottom, right], strides }: GradientPads,
): TensorName {
  const { graph, size } = blocks;
  const outputs = blocks.filled(k);
  const width = left + w + right;
  const places = outHeight * outWidth;
  const count = Math.min(samplesAtOnce(places), size / 2);
  let sum: TensorName | undefined;
  for (let first = 0; first < n; first += count) {
    const some = Math.min(count, n - first);
    const image = samples(graph, planes, n, first, [some, c, h, width]);
    const filter = samples(graph, dy, n, first, [some, outputs / size, places, size]);
    // The samples act as the image's channels and the filter's inputs.
    const behind = (part: TensorName) => (some === 1 ? part : graph.transpose(part, [1, 0, 2, 3]));
    const channels = graph.reshape(behind(image), [c, some, h, width]);
    const filters = graph.reshape(behind(filter), [outputs, some, outHeight, outWidth]);
    sum = blocks.convolve(channels, filters, {
      kernel: [outHeight, outWidth],
      pads: [top, 0, bottom, 0],
      dilations: strides,
      sum,
    });
  }
  const taps = graph.reshape(sum!, [c, outputs / size, kh * kw, size]);
  const whole = graph.reshape(graph.transpose(taps, [2, 0, 1, 3]), [kh * kw * c, outputs]);
  return graph.reshape(blocks.trimmed(whole, k), [kh, kw, c, k]);
}

/**
 * Return the number of samples per convolution: less than a block, and limited so that the filters of a block fit into the processor's cache.
 */
function samplesAtOnce(places: number): number {
  return Math.min(8, Math.max(1, Math.floor(1024 / places)));
}

/** Select consecutive samples of a batch of n. */
function samples(
  graph: OnnxBuilder,
  x: TensorName,
  n: number,
  first: number,
  shape: readonly [count: number, ...rest: number[]],
): TensorName {
  const [count, ...rest] = shape;
  if (count === n) return graph.reshape(x, shape);
  // Use Gather on parts, which copies on all threads; Split and Slice copy on one.
  const size = sizeOf(rest);
  const parts = size % 4 === 0 ? 4 : 1;
  const own = Array.from({ length: count * parts }, (_, part) => first * parts + part);
  const rows = graph.reshape(x, [n * parts, size / parts]);
  return graph.reshape(graph.op("Gather", [rows, graph.integers(own)], { axis: 0 }), shape);
}
