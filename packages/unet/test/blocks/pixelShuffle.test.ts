import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeEach, describe, expect, test } from "vitest";
import { pixelShuffle, pixelUnshuffle } from "../../src/blocks/pixelShuffle.ts";

beforeEach(async () => void (await tf.setBackend("cpu")));

const image = (shape: [number, number, number, number]): tf.Tensor4D =>
  tf.reshape(tf.range(0, tf.util.sizeFromShape(shape)), shape);

describe("pixelUnshuffle", () => {
  test("has the channel order of PyTorch's pixel_unshuffle", () => {
    // Two channels of 4x4. torch.nn.functional.pixel_unshuffle(x, 2)[0, :, 0, 1] for the same pixels, channels first.
    const x = image([1, 4, 4, 2]);
    const y = pixelUnshuffle(x, 2);
    expect(y.shape).toEqual([1, 2, 2, 8]);
    expect([...tf.slice(y, [0, 0, 1, 0], [1, 1, 1, 8]).dataSync()]).toEqual([4, 6, 12, 14, 5, 7, 13, 15]);
  });

  test.each([2, 3, 4])("puts x[i·r + dy, j·r + dx, c] into channel c·r² + dy·r + dx, for r = %i", (r) => {
    const x = image([2, 2 * r, 3 * r, 3]);
    const [pixels, folded] = [x.arraySync(), pixelUnshuffle(x, r).arraySync()];
    for (let i = 0; i < 2; i++)
      for (let j = 0; j < 3; j++)
        for (let k = 0; k < 3 * r * r; k++) {
          const [c, dy, dx] = [Math.floor(k / r ** 2), Math.floor((k % r ** 2) / r), k % r];
          expect(folded[1]![i]![j]![k]).toBe(pixels[1]![i * r + dy]![j * r + dx]![c]);
        }
  });
});

test.each([1, 2, 3])("pixelShuffle inverts pixelUnshuffle, for r = %i", (r) => {
  const x = image([2, 2 * r, 3 * r, 2]);
  const y = pixelShuffle(pixelUnshuffle(x, r), r);
  expect(y.shape).toEqual(x.shape);
  expect(y.dataSync()).toEqual(x.dataSync());
});
