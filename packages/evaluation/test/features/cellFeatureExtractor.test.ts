import { cellFeatures } from "@cellgen/metrics";
import { expect, it } from "vitest";
import { cellFeatureExtractor } from "../../src/index.ts";
import { discsAndRings } from "../tinySets.ts";

const features = cellFeatureExtractor();
const { labels: _, ...images } = discsAndRings(3, 1);
const image = (k: number) => ({ ...images, values: images.values.subarray(256 * k, 256 * (k + 1)) });

it("measured features are those of cellFeatures, a row an image", async () => {
  const rows = await features.features(images);
  expect(rows).toEqual(Float32Array.from([0, 1, 2].flatMap((k) => [...cellFeatures(image(k))])));
  expect(rows.length).toBe(3 * features.dimension);
});

it("images are measured as they are now, and in their own size", async () => {
  const values = image(0).values.slice();
  const before = await features.features({ ...images, values });
  expect(await features.features({ ...images, values, height: 8, width: 32 })).not.toEqual(before);
  values.fill(0.3, 0, 128);
  expect(await features.features({ ...images, values })).toEqual(
    Float32Array.from(cellFeatures({ ...images, values })),
  );
});

it("one channel is measured like a gray image of it, of other than 1 or 3 channels the first", async () => {
  const grey = image(0);
  const both = Float32Array.from({ length: 512 }, (_, i) => (i % 2 === 1 ? grey.values[i >> 1]! : 0.1));
  const two = { values: both, height: images.height, width: images.width, channels: 2 };
  const second = cellFeatureExtractor({ segmentChannel: 1 });
  expect(await second.features(two)).toEqual(Float32Array.from(cellFeatures(grey)));
  expect(await features.features(two)).toEqual(
    await features.features({ ...two, values: new Float32Array(256).fill(0.1), channels: 1 }),
  );
  await expect(cellFeatureExtractor({ segmentChannel: 2 }).features(two)).rejects.toThrow(
    "segmentChannel must be an integer from 0 to 1, got 2",
  );
});
