import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CellImage } from "../../src/index.ts";
import {
  openImage,
  readStoredImage,
  UnfitFormatError,
  writeImage,
  writeNpz,
  writePng,
  writtenFormatOf,
} from "../../src/node.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-stored-"));
});
afterAll(() => rm(folder, { recursive: true }));

const at = (name: string): string => path.join(folder, name);

const image: CellImage = {
  width: 3,
  height: 2,
  channels: 2,
  data: Float32Array.from({ length: 12 }, (_, i) => i / 7 - 1),
  channelNames: ["DAPI", "GFP"],
  pixelSizeMicrometres: 0.325,
};

describe("readStoredImage", () => {
  test.each([
    ["tiff", ".tif"],
    ["ome-tiff", ".ome.tif"],
  ] as const)(
    "encodes results of a file in %s with its type, names and pixel size",
    async (format, ending) => {
      const file = at(`given${ending}`);
      await writeImage(file, image, { format });
      const stored = await readStoredImage(file);
      expect(stored.format).toBe(format);
      expect(stored.alpha()).toBeUndefined();
      const result = { ...stored.image, data: image.data.map((value) => 2 * value) };
      await writeFile(at("result.tif"), await stored.encode(result));
      const source = await openImage(at("result.tif"));
      expect(source.format).toBe(format);
      expect(await source.read()).toEqual({ ...image, data: result.data });
      await source.close();
      await expect(stored.encode(result, { format: "png" })).rejects.toThrow(UnfitFormatError);
    },
  );

  test("keeps the pixel size of a PNG file, and converts it to TIFF with all three channels", async () => {
    const grey = { width: 2, height: 1, channels: 1, data: Uint16Array.of(7, 65535) };
    await writePng(at("grey.png"), { ...grey, pixelSizeMicrometres: 0.5 });
    const stored = await readStoredImage(at("grey.png"));
    await writeFile(at("again.png"), await stored.encode(stored.image));
    expect((await readStoredImage(at("again.png"))).image).toEqual({ ...grey, pixelSizeMicrometres: 0.5 });
    await writeFile(at("grey.tif"), await stored.encode(stored.image, { format: "tiff" }));
    expect((await readStoredImage(at("grey.tif"))).image).toEqual({ ...grey, pixelSizeMicrometres: 0.5 });
  });

  test("refuses a file of several images, and names the remedy", async () => {
    await writeNpz(at("two.npz"), [image, image]);
    await expect(readStoredImage(at("two.npz"))).rejects.toMatchObject({
      path: at("two.npz"),
      reason: "2 images, where one is expected",
    });
  });
});

test("writtenFormatOf keeps a format that is written, and otherwise chooses one that holds the image", () => {
  const grey = { channels: 1, pixelType: "uint8" } as const;
  expect(writtenFormatOf("jpeg", grey)).toBe("png");
  expect(writtenFormatOf(undefined, grey)).toBe("png");
  expect(writtenFormatOf("tiff", grey)).toBe("tiff");
  expect(writtenFormatOf("ome-zarr", grey)).toBe("ome-tiff");
  expect(writtenFormatOf("npz", grey)).toBe("tiff");
  expect(writtenFormatOf(undefined, { channels: 1, pixelType: "float32" })).toBe("tiff");
  const named = { channels: 3, pixelType: "uint8", channelNames: ["a", "b", "c"] } as const;
  expect(writtenFormatOf(undefined, named)).toBe("tiff");
});
