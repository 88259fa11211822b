import { type CellImage, fieldOfImage } from "@cellgen/data";
import { createEngine } from "@cellgen/engine/node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createImageDenoiser, denoiseField, denoiseImage, type ImageDenoiser } from "../../src/index.ts";
import { normalValues } from "../normalValues.ts";
import { tinyModel } from "../tinyModel.ts";

let denoiser: ImageDenoiser;
let dispose: () => Promise<void>;
beforeAll(async () => {
  const engine = await createEngine();
  denoiser = await createImageDenoiser(tinyModel(), engine, { batchSize: 8 });
  dispose = async () => {
    await denoiser.dispose();
    await engine.dispose();
  };
});
afterAll(() => dispose());

/** A field with noise and clipped pixels. */
function field(width: number, height: number): CellImage {
  const noise = normalValues(3, width * height);
  const data = Uint8Array.from({ length: width * height }, (_, i) => {
    const value = 120 + 110 * Math.sin((i % width) / 9) + 15 * noise[i]!;
    return Math.min(255, Math.max(0, value));
  });
  return { width, height, channels: 1, data };
}

const noise = { kind: "white", sigma: 15 } as const;

/** Denoise a field in parts of a side. */
async function inParts(image: CellImage, side: number): Promise<CellImage> {
  const { width, height } = image;
  const data = new Uint8Array(width * height);
  const shares: number[] = [];
  await denoiseField(denoiser, fieldOfImage(image), image, {
    noise,
    side,
    async write(part, { left, top }) {
      for (let y = 0; y < part.height; y++) {
        data.set(
          part.data.subarray(y * part.width, (y + 1) * part.width) as Uint8Array,
          (top + y) * width + left,
        );
      }
    },
    onProgress: (share) => shares.push(share),
  });
  expect(shares.at(-1)).toBe(1);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  return { ...image, data };
}

it("returns the pixels of denoiseImage if the windows fit into the field", async () => {
  const image = field(56, 40);
  const { images } = await denoiseImage(denoiser, image, { noise });
  expect(images[0]!.data).not.toEqual(image.data);
  for (const side of [24, 100]) expect((await inParts(image, side)).data).toEqual(images[0]!.data);
});

it("has no seams: the result does not depend on the parts", async () => {
  const image = field(53, 39);
  const whole = await inParts(image, 64);
  for (const side of [24]) expect((await inParts(image, side)).data).toEqual(whole.data);
});

it("has no seams without clipped pixels, and between parts with and without them", async () => {
  const unclipped = field(53, 39);
  unclipped.data.forEach((value, i) => {
    unclipped.data[i] = 60 + value / 2;
  });
  const mixed = { ...unclipped, data: unclipped.data.slice() };
  mixed.data.fill(255, 10 * 53 + 4, 10 * 53 + 9);
  for (const image of [unclipped, mixed]) {
    const whole = await inParts(image, 64);
    for (const side of [8, 16]) expect((await inParts(image, side)).data).toEqual(whole.data);
  }
});

it("denoises fields smaller than a window", async () => {
  const image = field(5, 30);
  expect((await inParts(image, 16)).data).toEqual((await inParts(image, 64)).data);
});

it("keeps a field without noise", async () => {
  const image = { ...field(40, 40), data: new Uint8Array(1600).fill(7) };
  const parts: CellImage[] = [];
  const { noisy, images } = await denoiseField(denoiser, fieldOfImage(image), image, {
    side: 32,
    write: async (part) => void parts.push(part),
  });
  expect(noisy.noise).toBe(0);
  expect(images[0]!.data).toEqual(image.data);
  expect(parts.map(({ width, height }) => [width, height])).toEqual([
    [32, 32],
    [8, 32],
    [32, 8],
    [8, 8],
  ]);
  expect(parts.every(({ data }) => data.every((value) => value === 7))).toBe(true);
});

it("rejects a side that is no positive integer, and stops when aborted", async () => {
  const image = field(40, 40);
  const write = async () => {};
  await expect(denoiseField(denoiser, fieldOfImage(image), image, { write, side: 0 })).rejects.toThrow(
    "denoiseField: side must be a positive integer, got 0.",
  );
  const signal = AbortSignal.abort(new Error("stopped"));
  await expect(denoiseField(denoiser, fieldOfImage(image), image, { write, signal })).rejects.toThrow(
    "stopped",
  );
});
