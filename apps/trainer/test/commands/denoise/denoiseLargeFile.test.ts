import { createTiff, openImage } from "@cellgen/data/node";
import { expect, test } from "vitest";
import { denoiseFolder } from "./denoiseFolder.ts";

const { at, denoise, record } = await denoiseFolder();

const [width, height, band] = [4200, 4096, 256];
/** Without noise, so that the network has nothing to do: a dark and a bright half, and a bright square. */
const level = (x: number, y: number): number => (x > 3000 && y > 3900 ? 230 : x < 2000 ? 60 : 90);

test("cellgen denoise reads and writes files of more than 16 million pixels in parts", async () => {
  const tiff = await createTiff(at("field.tif"), {
    ...{ width, height, channels: 1, pixelType: "uint8", pixelSizeMicrometres: 0.5 },
  });
  for (let top = 0; top < height; top += band) {
    const data = new Uint8Array(width * band);
    for (let i = 0; i < data.length; i++) data[i] = level(i % width, top + Math.floor(i / width));
    await tiff.write({ left: 0, top }, { width, height: band, channels: 1, data });
  }
  await tiff.close();
  for (const [out, file, ...flags] of [
    ["as-tiff", "images/field.tif"],
    ["as-zarr", "images.zarr", "--format", "zarr"],
  ] as const) {
    expect(await denoise(out, "--input", at("field.tif"), ...flags)).toMatchObject({ code: 0 });
    expect((await record(out)).images).toMatchObject([{ outputs: [file], isReadInParts: true }]);
    const source = await openImage(at(out, file));
    expect(source).toMatchObject({
      width,
      height,
      channels: 1,
      pixelType: "uint8",
      pixelSizeMicrometres: 0.5,
    });
    for (const [left, top] of [
      [0, 0],
      [1900, 1000],
      [2950, 3850],
      [4100, 3996],
    ] as const) {
      const { data } = await source.read({ window: { left, top, width: 100, height: 100 } });
      expect(data).toEqual(
        Uint8Array.from(data, (_, i) => level(left + (i % 100), top + Math.floor(i / 100))),
      );
    }
    await source.close();
  }
}, 120_000);
