import * as onnxruntime from "@cellgen/onnxruntime";
import { describe, expect, it } from "vitest";
import { nchwcBlockSize } from "../../src/engines/onnx/nchwcBlockSize.ts";
import type { Shape4 } from "../../src/graph/shape.ts";
import { BlockBuilder } from "../../src/lowering/blocks/BlockBuilder.ts";
import {
  backwardFilter,
  blockedFilter,
  planarBackwardFilter,
  planarFilter,
  type Taps,
  turned,
} from "../../src/lowering/blocks/filters.ts";
import type { OnnxBuilder, TensorName } from "../../src/onnx/OnnxBuilder.ts";
import { runModel } from "../runModel.ts";

/** The number at a place, an input channel and an output channel tells all three; nothing is 0. */
const numberOf = (place: number, c: number, k: number) => 1 + place * 10000 + c * 100 + k;

/** A filter in another layout, as ONNX Runtime computes it. */
async function laidOut(
  [kh, kw, c, k]: Shape4,
  size: number,
  write: (blocks: BlockBuilder, filter: TensorName) => TensorName,
  length: number,
): Promise<readonly number[]> {
  const data = Float32Array.from({ length: kh * kw * c * k }, (_, i) =>
    numberOf(Math.floor(i / (c * k)), Math.floor(i / k) % c, i % k),
  );
  const { y } = await runModel({ filter: { shape: [kh, kw, c, k], data } }, (graph: OnnxBuilder) => ({
    y: {
      tensor: graph.reshape(write(new BlockBuilder(graph, size), "filter"), [length]),
      shape: [length],
    },
  }));
  return [...y!];
}

/** Numbers in the order of five nested indices, the last one fastest. */
function nested(
  [a, b, c, d, e]: readonly [number, number, number, number, number],
  at: (a: number, b: number, c: number, d: number, e: number) => number,
): readonly number[] {
  const numbers: number[] = [];
  for (let i = 0; i < a; i++)
    for (let j = 0; j < b; j++)
      for (let p = 0; p < c; p++)
        for (let u = 0; u < d; u++) for (let v = 0; v < e; v++) numbers.push(at(i, j, p, u, v));
  return numbers;
}

/** The number, or 0 for channels that fill the last block. */
const filledUp = ([, , c, k]: Shape4, place: number, from: number, to: number): number =>
  from < c && to < k ? numberOf(place, from, to) : 0;

const blockSize = await nchwcBlockSize(onnxruntime);
/** All places, and some of them in an order of their own. */
const taps: readonly Taps[] = [turned(2, 3), { kernel: [1, 2], places: [4, 1] }];

describe.each<Shape4>([
  [2, 3, 16, 32],
  [2, 3, 18, 5],
  [2, 3, 3, 20],
])("a filter of %ix%i, %i → %i channels", (...shape) => {
  const [kh, kw, c, k] = shape;
  const blocksOf = (channels: number, size: number) => Math.ceil(channels / size);

  it.each([8, 16])(
    "blockedFilter lays it as [out / B, in / B, places, B in, B out], B = %i",
    async (size) => {
      const [inputs, outputs] = [blocksOf(c, size), blocksOf(k, size)];
      const actual = await laidOut(
        shape,
        size,
        (blocks, filter) => blockedFilter(blocks, filter, shape),
        inputs * outputs * kh * kw * size * size,
      );
      expect(actual).toEqual(
        nested([outputs, inputs, kh * kw, size, size], (j, i, place, from, to) =>
          filledUp(shape, place, i * size + from, j * size + to),
        ),
      );
    },
  );

  it.each([8, 16])("planarFilter lays it as [out / B, in, places, B out], B = %i", async (size) => {
    const outputs = blocksOf(k, size);
    const actual = await laidOut(
      shape,
      size,
      (blocks, filter) => planarFilter(blocks, filter, shape),
      outputs * c * kh * kw * size,
    );
    expect(actual).toEqual(
      nested([1, outputs, c, kh * kw, size], (_, j, from, place, to) =>
        filledUp(shape, place, from, j * size + to),
      ),
    );
  });

  it.each(taps)("planarBackwardFilter lays places $places as [in / B, out, places, B in]", async (given) => {
    const size = 8;
    const inputs = blocksOf(c, size);
    const actual = await laidOut(
      shape,
      size,
      (blocks, filter) => planarBackwardFilter(blocks, filter, shape, given),
      inputs * k * given.places.length * size,
    );
    expect(actual).toEqual(
      nested([1, inputs, k, given.places.length, size], (_, i, to, place, from) =>
        filledUp(shape, given.places[place]!, i * size + from, to),
      ),
    );
  });

  // Its squares are turned by one of the runtime's operators for blocks, of the size that the processor has.
  it.runIf(blockSize).each(taps)(
    "backwardFilter lays places $places as [in / B, out / B, places, B out, B in]",
    async (given) => {
      const size = blockSize!;
      const [inputs, outputs] = [blocksOf(c, size), blocksOf(k, size)];
      const actual = await laidOut(
        shape,
        size,
        (blocks, filter) => backwardFilter(blocks, filter, shape, given),
        inputs * outputs * given.places.length * size * size,
      );
      expect(actual).toEqual(
        nested([inputs, outputs, given.places.length, size, size], (i, j, place, to, from) =>
          filledUp(shape, given.places[place]!, i * size + from, j * size + to),
        ),
      );
    },
  );
});

it("turned has all places of a filter, the last one first", () => {
  expect(turned(2, 3)).toEqual({ kernel: [2, 3], places: [5, 4, 3, 2, 1, 0] });
});
