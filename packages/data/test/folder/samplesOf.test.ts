import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { createImageSet, encodePng, samplesOf, scanImageFolder } from "../../src/node.ts";

const parent = await mkdtemp(path.join(tmpdir(), "cellgen-samples-"));
const at = (...names: string[]): string => path.join(parent, ...names);
afterAll(() => rm(parent, { recursive: true }));

test("samplesOf takes the images of cellgen sample without their grid, each with the class that was asked for", async () => {
  await mkdir(at("sampled"));
  const pixels = await encodePng({ width: 2, height: 2, channels: 1, data: new Uint8Array(4) });
  for (const name of ["image-00000.png", "image-00001.png", "grid.png"])
    await writeFile(at("sampled", name), pixels);
  const folder = await scanImageFolder(at("sampled"));
  expect(await samplesOf(folder)).toBe(folder);
  const images = [
    { file: "image-00000.png", class: "ring" },
    { file: "image-00001.png", class: "disc" },
  ];
  await writeFile(at("sampled", "samples.json"), JSON.stringify({ images }));
  const { classes, files: listed } = await samplesOf(folder);
  expect(classes).toEqual(["disc", "ring"]);
  expect(listed.map(({ name, label }) => [name, label])).toEqual([
    ["image-00000.png", 1],
    ["image-00001.png", 0],
  ]);
});

test.each(["npz", "zarr"] as const)(
  "samplesOf takes the images of a set in %s in their order",
  async (format) => {
    const place = at(`in-${format}`);
    await mkdir(place);
    const layout = { format, width: 2, height: 2, channels: 1, pixelType: "uint8" } as const;
    const set = await createImageSet(path.join(place, `images.${format}`), layout);
    const grey = (value: number) => ({ ...layout, data: new Uint8Array(4).fill(value) });
    for (let k = 0; k < 12; k++) await set.append(grey(k));
    await set.finish();
    const pixels = await encodePng(grey(99));
    await writeFile(path.join(place, "grid.png"), pixels);
    const images = Array.from({ length: 11 }, (_, k) => ({
      file: `images.${format}#${k}`,
      class: `class ${k % 2}`,
    }));
    await writeFile(path.join(place, "samples.json"), JSON.stringify({ images }));
    const { classes, files } = await samplesOf(await scanImageFolder(place));
    expect(classes).toEqual(["class 0", "class 1"]);
    expect(files.map(({ label }) => label)).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
  },
);
