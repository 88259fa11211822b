import { mkdir } from "node:fs/promises";
import path from "node:path";
import { synthesizeCell } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import { generalizedAnscombe } from "@cellgen/filters";
import { beforeEach, describe, expect, it } from "vitest";
import { calibrationImages } from "../../src/node.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { tinyModel } from "../tinyModel.ts";

const folder = temporaryFolder();
const { card } = tinyModel({ classes: ["red", "white"] });

beforeEach(async () => {
  for (const [index, name] of ["red", "white", "unknown", "red", "white", "unknown"].entries()) {
    await mkdir(path.join(folder.path, name), { recursive: true });
    const { image } = synthesizeCell("smear", { size: 16, seed: 0, index });
    await writePng(path.join(folder.path, name, `${index}.png`), image);
  }
});

describe("calibrationImages", () => {
  it("are of the model's size, channels and range, with the labels of its classes", async () => {
    const seen: number[] = [];
    const images = await calibrationImages(folder.path, card, { onProgress: ({ done }) => seen.push(done) });
    expect(seen.at(-1)).toBe(6);
    expect(images.map(({ label }) => label ?? -1).sort()).toEqual([-1, -1, 0, 0, 1, 1]);
    for (const { values, height, width, channels } of images) {
      expect([height, width, channels]).toEqual([card.height, card.width, card.channels]);
      expect(values).toHaveLength(card.height * card.width * card.channels);
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(1);
    }
  });

  it("are crops where the model was trained on crops, and stabilized as its images were", async () => {
    const crops = await calibrationImages(folder.path, { ...card, training: { crop: card.height } });
    expect(crops).toHaveLength(6);
    const noise = { gain: 2, offset: 0, read: 1 };
    const [min, max] = generalizedAnscombe(Float64Array.from(card.ranges[0]!), noise);
    const [stabilised] = await calibrationImages(folder.path, {
      ...card,
      stabilisation: noise,
      ranges: [[min!, max!]],
    });
    const [plain] = await calibrationImages(folder.path, card);
    expect(stabilised!.label).toBe(plain!.label);
    // The transform is concave: on the new range, what is between the ends comes to lie higher.
    expect(stabilised!.values.every((value, i) => value >= plain!.values[i]! - 1e-6)).toBe(true);
    expect(stabilised!.values).not.toEqual(plain!.values);
  });

  it("are refused of a folder without images, and stop at an abort", async () => {
    await expect(calibrationImages(path.join(folder.path, "none"), card)).rejects.toThrow(RangeError);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(calibrationImages(folder.path, card, { signal })).rejects.toThrow("enough");
  });
});
