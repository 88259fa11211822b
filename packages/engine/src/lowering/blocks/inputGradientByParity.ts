import type { Shape4 } from "../../graph/shape.ts";
import type { TensorName } from "../../onnx/OnnxBuilder.ts";
import type { ConvolutionGeometry } from "../../operations/convolutionGeometry.ts";
import type { BlockedCall } from "./BlockedLowering.ts";
import { backwardFilter } from "./filters.ts";
import { interleave, quartersOf } from "./interleave.ts";

/**
 * Filter positions that affect one parity of the rows (or columns) of an image with stride 2, in reverse order, and the required padding.
 */
interface Parity {
  readonly places: readonly number[];
  readonly pads: readonly [before: number, after: number];
}

/**
 * Compute the gradient of an image under a filter of stride 2. Rows and columns of each parity depend on different filter positions, so the
 * four parities are separate convolutions, which together need as many products as the forward pass.
 *
 * @returns In blocks; undefined for other strides, or if the parities differ in size.
 */
export function inputGradientByParity(
  call: BlockedCall,
  [n, h, w, c]: Shape4,
  [, outHeight, outWidth]: Shape4,
  filter: Shape4,
  { pads, strides }: ConvolutionGeometry,
): TensorName | undefined {
  const { blocks } = call;
  const [kh, kw] = filter;
  if (strides[0] !== 2 || strides[1] !== 2 || h % 2 !== 0 || w % 2 !== 0) return undefined;
  const rows = paritiesOf(h, outHeight, kh, pads[0]);
  const columns = paritiesOf(w, outWidth, kw, pads[1]);
  if (!rows || !columns) return undefined;
  const dy = call.blocked("dy");
  const quarters = quartersOf((a, b) => {
    const [row, column] = [rows[a], columns[b]];
    const kernel = [row.places.length, column.places.length] as const;
    const places = row.places.flatMap((u) => column.places.map((v) => u * kw + v));
    const weights = backwardFilter(blocks, call.tensor("filter"), filter, { kernel, places });
    const around = [row.pads[0], column.pads[0], row.pads[1], column.pads[1]];
    return blocks.convolve(dy, weights, { kernel, pads: around });
  });
  return interleave(blocks, quarters, [n, h / 2, w / 2, c]);
}

/** Return both parities; undefined if one has no filter positions or would need cropping. */
function paritiesOf(
  size: number,
  outSize: number,
  taps: number,
  before: number,
): readonly [even: Parity, odd: Parity] | undefined {
  const even = parityOf(0, size, outSize, taps, before);
  const odd = parityOf(1, size, outSize, taps, before);
  return even && odd && [even, odd];
}

/** With p = 2q + parity: `dx[p] = Σ dy[i]·f[u]` over i and u with 2i + u − before = p. */
function parityOf(
  parity: number,
  size: number,
  outSize: number,
  taps: number,
  before: number,
): Parity | undefined {
  const first = (parity + before) % 2;
  const places: number[] = [];
  for (let u = first; u < taps; u += 2) places.unshift(u);
  const ahead = places.length - 1 - (parity + before - first) / 2;
  const behind = size / 2 - outSize - ahead + places.length - 1;
  return places.length > 0 && ahead >= 0 && behind >= 0 ? { places, pads: [ahead, behind] } : undefined;
}
