import type { OnnxBuilder, TensorName } from "../../onnx/OnnxBuilder.ts";
import type { ConvolutionGeometry } from "../../trace/convolutionGeometry.ts";
import { planesOf, type Shape4 } from "../filterLayouts.ts";
import type { BlockBuilder } from "./BlockBuilder.ts";
import type { BlockedCall } from "./BlockedLowering.ts";

/** How an image lies under the gradient of the output, when that is moved over it in the place of a filter. */
export interface GradientPads {
  readonly pads: readonly [top: number, left: number, bottom: number, right: number];
  readonly strides: readonly [number, number];
}

/** The zeros around the image that give a gradient of the filter's size; undefined if the image would have to be cut. */
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
 * The gradient of a filter, [height, width, in, out], as convolutions: of each sample's image, its channels in the place of the batch,
 * with the sample's `dy` as the filter.
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
  const planes = (name: string, shape: Shape4) =>
    call.inBlocks(name) ? blocks.planes(call.blocked(name), shape) : planesOf(graph, call.tensor(name));
  const swaps = k < blocks.size && c >= blocks.size && strides[0] === 1 && strides[1] === 1;
  if (!swaps) return ofPlanes(blocks, planes("x", x), x, call.blocked("dy"), dy, filter, geometry);
  // With few outputs the two change places: the filter's places come out last one first.
  const around = [kh - 1 - pads[0], kw - 1 - pads[1], kh - 1 - pads[2], kw - 1 - pads[3]] as const;
  const swapped = [kh, kw, k, c] as const;
  const turned = ofPlanes(blocks, planes("dy", dy), dy, call.blocked("x"), x, swapped, {
    pads: around,
    strides,
  });
  const places = graph.integers(Array.from({ length: kh * kw }, (_, i) => kh * kw - 1 - i));
  const inOrder = graph.op("Gather", [graph.reshape(turned, [kh * kw, k, c]), places], { axis: 0 });
  return graph.reshape(graph.transpose(inOrder, [0, 2, 1]), [kh, kw, c, k]);
}

/** {@link filterGradient} of an image in planes and a gradient in blocks. */
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
  // Zeros right and left are slow inside the convolution, those above and below are not.
  const zeros = (width: number) => (width > 0 ? [graph.filled([n, c, h, width], "float32", 0)] : []);
  const columns = [...zeros(left), planes, ...zeros(right)];
  const images = columns.length > 1 ? graph.op("Concat", columns, { axis: 3 }) : planes;
  const filters = eachSample(graph, dy, n);
  let sum: TensorName | undefined;
  for (const [i, image] of eachSample(graph, images, n).entries()) {
    sum = blocks.convolve(
      graph.reshape(image, [c, 1, h, left + w + right]),
      graph.reshape(filters[i]!, [outputs, 1, outHeight, outWidth]),
      { kernel: [outHeight, outWidth], pads: [top, 0, bottom, 0], dilations: strides, sum },
    );
  }
  const taps = graph.reshape(sum!, [c, outputs / size, kh * kw, size]);
  const whole = graph.reshape(graph.transpose(taps, [2, 0, 1, 3]), [kh * kw * c, outputs]);
  return graph.reshape(blocks.trimmed(whole, k), [kh, kw, c, k]);
}

function eachSample(graph: OnnxBuilder, x: TensorName, n: number): readonly TensorName[] {
  if (n === 1) return [x];
  return graph.ops("Split", [x, graph.integers(new Array<number>(n).fill(1))], n, { axis: 0 });
}
