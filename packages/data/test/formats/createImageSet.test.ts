import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CellImage } from "../../src/index.ts";
import { createImageSet, openImage } from "../../src/node.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-image-set-"));
});
afterAll(() => rm(folder, { recursive: true }));

const names = ["DAPI", "GFP"];
const image = (value: number, size = 4): CellImage => ({
  width: size,
  height: 3,
  channels: 2,
  data: new Uint16Array(size * 3 * 2).fill(value),
  channelNames: names,
  pixelSizeMicrometres: 0.5,
});

describe.each(["npz", "zarr"] as const)("createImageSet of %s", (format) => {
  const layout = {
    format,
    width: 4,
    height: 3,
    channels: 2,
    pixelType: "uint16",
    channelNames: names,
    pixelSizeMicrometres: 0.5,
  } as const;

  test("holds images with labels, names of channels and the pixel size", async () => {
    const place = path.join(folder, `set.${format}`);
    const set = await createImageSet(place, layout);
    for (const value of [7, 40_000, 9]) await set.append(image(value));
    await set.finish({ labels: [0, 1, 0], classNames: ["red", "white"] });
    const source = await openImage(place);
    expect(source).toMatchObject({
      images: 3,
      labels: [0, 1, 0],
      channelNames: names,
      pixelSizeMicrometres: 0.5,
    });
    expect(await source.read({ image: 1 })).toEqual(image(40_000));
    await source.close();
  });

  test("refuses an image of another size, and leaves nothing when it is aborted", async () => {
    const inside = path.join(folder, `aborted-${format}`);
    await mkdir(inside);
    const set = await createImageSet(path.join(inside, `set.${format}`), layout);
    await set.append(image(1));
    await expect(set.append(image(1, 5))).rejects.toThrow(RangeError);
    await set.abort();
    expect(await readdir(inside)).toEqual([]);
  });

  test("holds a single image", async () => {
    const place = path.join(folder, `one.${format}`);
    const set = await createImageSet(place, { ...layout, count: 1 });
    await set.append(image(3));
    await set.finish();
    const source = await openImage(place);
    expect(source.images).toBe(1);
    expect(await source.read()).toEqual(image(3));
    await source.close();
  });
});
