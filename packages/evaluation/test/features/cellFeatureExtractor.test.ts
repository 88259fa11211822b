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

it("images of other channels cannot be measured", async () => {
  await expect(features.features({ ...images, width: 8, channels: 2 })).rejects.toThrow(
    "features: images must have 1 or 3 channels, got 2.",
  );
});
