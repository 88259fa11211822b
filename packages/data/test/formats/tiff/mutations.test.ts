import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type RandomStream, randomStream } from "@cellgen/random";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { longForm } from "../../../../../test/longForm.ts";
import { openTiff, UnreadableImageError } from "../../../src/node.ts";
import { put, temporaryFolder } from "../../imageFiles.ts";

const FOLDER = fileURLToPath(new URL("../../fixtures/tiff/", import.meta.url));
const MUTATIONS = longForm ? 2000 : 100;

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

const kinds = [
  "uint16.tif",
  "12-bit.tif",
  "bigtiff-big-endian.tif",
  "lzw.tif",
  "deflate.tif",
  "packbits.tif",
  "zstd.tif",
  "jpeg-ycbcr.tif",
  "predictor3-big-endian.tif",
  "planar-tiles.tif",
  "palette.tif",
  "rgba.tif",
  "thumbnails.tif",
  "imagej-contiguous.tif",
  "imagej-pages.tif",
  "axes.ome.tif",
];

describe(`${MUTATIONS} mutations of each kind of TIFF end with an error or an image, within two seconds`, () => {
  it.each(kinds)("%s", { timeout: 600_000 }, async (name) => {
    const original = readFileSync(FOLDER + name);
    for (let index = 0; index < MUTATIONS; index++) {
      const bytes = mutated(original, randomStream(0, name, index));
      const file = await put(folder, "cells.tif", bytes);
      const start = performance.now();
      const problem = await readAll(file).catch((error: unknown) => error);
      const time = performance.now() - start;
      if (problem !== undefined && !(problem instanceof UnreadableImageError && isFault(problem.cause))) {
        throw new Error(`Mutation ${index} of ${name} ends with another error.`, { cause: problem });
      }
      expect(time, `mutation ${index}`).toBeLessThan(2000);
    }
  });
});

/** Whether the reader found a fault itself, rather than failed by one. */
function isFault(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "FaultError";
}

/** Read the first and last planes, and check that they agree with what the source states. */
async function readAll(file: string): Promise<void> {
  const source = await openTiff(file);
  try {
    const last = { image: source.images - 1, z: source.depth - 1, time: source.times - 1 };
    const channels = Array.from({ length: Math.min(source.channels, 8) }, (_, channel) => channel);
    for (const request of [{}, last]) {
      const { width, height, data } = await source.read({ ...request, channels });
      expect([width, height]).toEqual([source.width, source.height]);
      expect(data.length).toBe(width * height * channels.length);
    }
  } finally {
    await source.close();
  }
}

const extremes = [0, 1, 2, 255, 256, 65_535, 0x7fffffff, 0xffffffff];

/** Change up to four places of a file: a bit, a byte, a word, a cut, or a stretch that moves. */
function mutated(original: Buffer, random: RandomStream): Buffer {
  let bytes = Buffer.from(original);
  const changes = 1 + random.integer(4);
  for (let change = 0; change < changes; change++) {
    const at = random.integer(bytes.length);
    switch (random.integer(6)) {
      case 0:
        bytes[at]! ^= 1 << random.integer(8);
        break;
      case 1:
        bytes[at] = random.integer(256);
        break;
      case 2:
      case 3: {
        // The first bytes are where headers and directories lie in most files.
        const place = random.integer(Math.min(bytes.length - 4, 400));
        const value = extremes[random.integer(extremes.length)]!;
        if (random.integer(2) === 0) bytes.writeUInt32LE(value, place);
        else bytes.writeUInt16BE(value & 0xffff, place);
        break;
      }
      case 4:
        bytes = bytes.subarray(0, Math.max(8, at));
        break;
      default:
        bytes.copy(bytes, random.integer(bytes.length), at, at + 16);
    }
  }
  return bytes;
}
