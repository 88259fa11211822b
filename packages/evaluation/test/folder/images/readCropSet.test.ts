import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { synthesizeCell } from "@cellgen/data";
import { scanImageFolder, writePng } from "@cellgen/data/node";
import type { ModelCard } from "@cellgen/pipelines";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCropSet } from "../../../src/folder/images/readCropSet.ts";
import { readImageSet } from "../../../src/folder/images/readImageSet.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-squares-"));
  for (let index = 0; index < 3; index++) {
    const { image } = synthesizeCell("fluorescence", { size: 16, seed: 0, index });
    await writePng(path.join(folder, `${index}.png`), image);
  }
});
afterAll(() => rm(folder, { recursive: true }));

const stabilisation = { gain: 4, offset: 20, read: 2 };
/** The generalized Anscombe transform of 0 and 255 for this noise: 0 (what lies below is cut off) and 2 / 4 sqrt(4 * 255 + 6 + 4 - 80). */
const stabilisedRange = [0, Math.sqrt(950) / 2] as const;

test.each<[string, Pick<ModelCard, "ranges" | "pixelType" | "stabilisation">]>([
  ["a model of such files", { ranges: [[0, 255]], pixelType: "uint8" }],
  ["a model of stabilized values", { ranges: [stabilisedRange], pixelType: "uint8", stabilisation }],
  ["a model of 16 bits", { ranges: [[0, 65535]], pixelType: "uint16" }],
])("squares of whole files are those files, for %s", async (_, scale) => {
  const images = await scanImageFolder(folder);
  const { channels } = images;
  const length = 256 * channels;
  const side = { formatVersion: 2, rangeScope: "set", height: 16, width: 16, channels, classes: [] } as const;
  const card = { ...side, ...scale, training: { crop: 16 } };
  const progress: number[] = [];
  const onProgress = (done: number, total: number) => progress.push(done / total);
  const options = { card, labels: [], seed: 0, onProgress };
  const digests = ({ values }: { readonly values: Float32Array }) => {
    const thousandths = Int16Array.from(values, (value) => Math.round(1000 * value));
    return new Set(
      Array.from({ length: values.length / length }, (_, k) =>
        createHash("sha256")
          .update(thousandths.subarray(k * length, (k + 1) * length))
          .digest("hex"),
      ),
    );
  };
  const whole = digests((await readImageSet(images, images.files, options)).set);
  expect(whole.size).toBe(3);
  progress.length = 0;
  expect(digests((await readCropSet(images, images.files, "heldOut", options)).set)).toEqual(whole);
  expect(progress).toEqual(Array.from({ length: 501 }, (_, done) => done / 500));
  const controller = new AbortController();
  const stopping = {
    ...options,
    signal: controller.signal,
    onProgress: (done: number) => done === 3 && controller.abort(new Error("enough")),
  };
  await expect(readCropSet(images, images.files, "heldOut", stopping)).rejects.toThrow("enough");
});
