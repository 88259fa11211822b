import { at, build, map, type NdArray, total } from "../ndarray.ts";

export interface Geometry {
  readonly strides: readonly [number, number];
  readonly pads: readonly [top: number, left: number, bottom: number, right: number];
  readonly dilations?: readonly [number, number];
}

/** y[n,i,j,k] = Σ x[n, i·s + u·d − top, j·s + v·d − left, c]·filter[u,v,c,k] */
export function convolution(x: NdArray, filter: NdArray, geometry: Geometry): NdArray {
  const { strides, pads, dilations = [1, 1] } = geometry;
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [rows, columns, , outChannels] = filter.shape as [number, number, number, number];
  const outHeight = Math.floor((height + pads[0] + pads[2] - (rows - 1) * dilations[0] - 1) / strides[0]) + 1;
  const outWidth =
    Math.floor((width + pads[1] + pads[3] - (columns - 1) * dilations[1] - 1) / strides[1]) + 1;
  const y = new Array<number>(batch * outHeight * outWidth * outChannels).fill(0);
  for (let place = 0; place < batch * outHeight * outWidth; place++) {
    const [n, i, j] = [
      Math.floor(place / outWidth / outHeight),
      Math.floor(place / outWidth) % outHeight,
      place % outWidth,
    ];
    for (let u = 0; u < rows; u++) {
      const row = i * strides[0] + u * dilations[0] - pads[0];
      if (row < 0 || row >= height) continue;
      for (let v = 0; v < columns; v++) {
        const column = j * strides[1] + v * dilations[1] - pads[1];
        if (column < 0 || column >= width) continue;
        for (let c = 0; c < channels; c++) {
          const pixel = x.data[((n * height + row) * width + column) * channels + c]!;
          const weights = ((u * columns + v) * channels + c) * outChannels;
          for (let k = 0; k < outChannels; k++)
            y[place * outChannels + k]! += pixel * filter.data[weights + k]!;
        }
      }
    }
  }
  return { shape: [batch, outHeight, outWidth, outChannels], data: y };
}

export const addBias = (x: NdArray, bias: NdArray): NdArray =>
  build(x.shape, (index) => at(x, ...index) + bias.data[index.at(-1)!]!);

export const silu = (x: NdArray): NdArray => map(x, (z) => z / (1 + Math.exp(-z)));

/** (x − μ)/√(σ² + ε)·γ + β, μ and σ² over the places and channels of a group. */
export function groupNorm(
  x: NdArray,
  gamma: NdArray,
  beta: NdArray,
  groups: number,
  epsilon: number,
): NdArray {
  const channels = x.shape.at(-1)!;
  const places = x.data.length / x.shape[0]! / channels;
  const inGroup = channels / groups;
  const moments = build([x.shape[0]!, groups, 2], ([n, g, which]) => {
    const member = (i: number) =>
      x.data[(n! * places + Math.floor(i / inGroup)) * channels + g! * inGroup + (i % inGroup)]!;
    const mean = total(places * inGroup, member) / (places * inGroup);
    if (which === 0) return mean;
    return total(places * inGroup, (i) => (member(i) - mean) ** 2) / (places * inGroup);
  });
  return build(x.shape, (index) => {
    const [n, c] = [index[0]!, index.at(-1)!];
    const group = Math.floor(c / inGroup);
    const [mean, variance] = [at(moments, n, group, 0), at(moments, n, group, 1)];
    return ((at(x, ...index) - mean) / Math.sqrt(variance + epsilon)) * gamma.data[c]! + beta.data[c]!;
  });
}

/** softmax(scale·q·kᵀ)·v */
export function attention(query: NdArray, key: NdArray, value: NdArray, scale: number): NdArray {
  const [heads, places, size] = query.shape as [number, number, number];
  const sources = key.shape[1]!;
  const weights = build([heads, places, sources], ([h, i, j]) =>
    Math.exp(scale * total(size, (d) => at(query, h!, i!, d) * at(key, h!, j!, d))),
  );
  return build(query.shape, ([h, i, d]) => {
    const all = total(sources, (j) => at(weights, h!, i!, j));
    return total(sources, (j) => (at(weights, h!, i!, j) / all) * at(value, h!, j, d!));
  });
}

export function upsample2x(x: NdArray): NdArray {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  return build([batch, 2 * height, 2 * width, channels], ([n, i, j, c]) => at(x, n!, i! >> 1, j! >> 1, c!));
}

/** x·weight + bias over the last dimension. */
export function linear(x: NdArray, weight: NdArray, bias: NdArray): NdArray {
  const [size, out] = weight.shape as [number, number];
  return build([...x.shape.slice(0, -1), out], (index) => {
    const outer = index.slice(0, -1);
    return bias.data[index.at(-1)!]! + total(size, (c) => at(x, ...outer, c) * at(weight, c, index.at(-1)!));
  });
}
