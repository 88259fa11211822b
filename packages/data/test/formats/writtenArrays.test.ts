import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { newPixels, pixelTypes } from "../../src/images/pixelType.ts";
import type { CellImage } from "../../src/index.ts";
import { createZarrSet, openNpz, openZarr, writeNpz } from "../../src/node.ts";
import { temporaryFolder } from "../imageFiles.ts";

/** Folder for fixtures/check_arrays.py, which reads the files with NumPy and zarr-python. */
const kept = process.env["CELLGEN_ARRAYS_OUT"];

it("writeNpz and createZarrSet write the same images of every type", async () => {
  const { folder, remove } = await temporaryFolder();
  const out = kept ?? folder;
  await mkdir(out, { recursive: true });
  const expected: Record<string, unknown> = {};
  const classes = { labels: [0, 1, 1], classNames: ["lymphocyte", "µ"] };
  const ranges = [
    [0, 100],
    [-5, 7.5],
  ] as const;
  for (const pixelType of pixelTypes) {
    const images = [0, 1, 2].map((start): CellImage => {
      const data = newPixels(pixelType, 11 * 13 * 2);
      for (let i = 0; i < data.length; i++) data[i] = start * 1001 + i * 37;
      return {
        width: 13,
        height: 11,
        channels: 2,
        data,
        channelNames: ["DAPI", "β-actin"],
        pixelSizeMicrometres: 0.325,
      };
    });
    const { channelNames, pixelSizeMicrometres } = images[0]! as Required<CellImage>;
    const layout = {
      width: 13,
      height: 11,
      channels: 2,
      pixelType,
      channelNames,
      pixelSizeMicrometres,
      ranges,
    };
    const npz = path.join(out, `${pixelType}.npz`);
    await writeNpz(npz, images, { ...classes, ranges });
    const files = [npz];
    for (const version of ["0.4", "0.5"] as const) {
      const zarr = path.join(out, `${pixelType}-${version}.zarr`);
      const writer = await createZarrSet(zarr, { ...layout, version });
      for (const image of images) await writer.append(image);
      await writer.finish(classes);
      files.push(zarr);
    }
    for (const file of files) {
      const source = file.endsWith(".npz") ? await openNpz(file) : await openZarr(file);
      expect(source).toMatchObject({ ...classes, channelNames, pixelSizeMicrometres, ranges, pixelType });
      for (const [image, written] of images.entries()) expect(await source.read({ image })).toEqual(written);
      await source.close();
      expected[path.basename(file)] = {
        ...classes,
        ...layout,
        shape: [3, 11, 13, 2],
        values: images.flatMap(({ data }) => [...data]),
      };
    }
  }
  await writeFile(path.join(out, "expected.json"), JSON.stringify(expected));
  await remove();
});
