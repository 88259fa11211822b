import { cp } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CellImage } from "../../src/index.ts";
import {
  createZarr,
  folderBatches,
  type ImageFolder,
  inspectFolder,
  readInputs,
  readSample,
  type SampleSelection,
  sampleReader,
  scanImageFolder,
  writeNpz,
  writeTiff,
} from "../../src/node.ts";
import { png, put, raw, temporaryFolder } from "../imageFiles.ts";
import { imageOf } from "../testFormat.ts";

const FIXTURES = fileURLToPath(new URL("../fixtures/", import.meta.url));

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

const at = (name: string): string => path.join(folder, name);
const names = ({ files }: Pick<ImageFolder, "files">): string[] => files.map(({ name }) => name);

/** Value of a field below: each digit is a position. */
const valueAt = (time: number, z: number, channel: number, pixel: number): number =>
  1000 * time + 100 * z + 10 * channel + (pixel % 10);

/** Write a field of 2 time points, 3 focal planes and 3 named channels. */
async function writeField(name: string): Promise<void> {
  const writer = await createZarr(at(name), {
    width: 4,
    height: 4,
    channels: 3,
    depth: 3,
    times: 2,
    pixelType: "uint16",
    channelNames: ["DAPI", "Actin", "Tubulin"],
    pixelSizeMicrometres: 0.5,
  });
  for (const time of [0, 1]) {
    for (const z of [0, 1, 2]) {
      const data = Uint16Array.from({ length: 48 }, (_, i) => valueAt(time, z, i % 3, Math.floor(i / 3)));
      await writer.writeRegion({ width: 4, height: 4, channels: 3, data }, { left: 0, top: 0, z, time });
    }
  }
  await writer.finish();
}

async function imagesOf(set: ImageFolder): Promise<CellImage[]> {
  const reader = sampleReader();
  const images: CellImage[] = [];
  for (const file of set.files) images.push(await readSample(file, reader));
  await reader.close();
  return images;
}

const firstPixel = ({ data, channels }: CellImage): number[] => [...data.slice(0, channels)];

describe("a stack", () => {
  it("is the maximum projection of each time point by default", async () => {
    await writeField("field.zarr");
    const set = await scanImageFolder(folder);
    expect(names(set)).toEqual(["field.zarr#t0", "field.zarr#t1"]);
    expect(set).toMatchObject({
      channels: 3,
      pixelType: "uint16",
      channelNames: ["DAPI", "Actin", "Tubulin"],
      classes: [],
      unreadable: [],
    });
    expect(set.files[0]).toMatchObject({ pixelSizeMicrometres: 0.5, width: 4, max: valueAt(0, 2, 2, 9) });
    expect((await imagesOf(set)).map(firstPixel)).toEqual([
      [200, 210, 220],
      [1200, 1210, 1220],
    ]);
  });
  it.each<[SampleSelection, string[], number[][]]>([
    [{ z: "all", time: 1 }, ["#z0t1", "#z1t1", "#z2t1"], [[1000], [1100], [1200]]],
    [{ z: 1, time: "all" }, ["#z1t0", "#z1t1"], [[100], [1100]]],
    [{ z: "mean", time: 0 }, ["#t0"], [[100]]],
  ])("is its planes as selected by %j", async (selection, suffixes, values) => {
    await writeField("field.zarr");
    const set = await scanImageFolder(folder, { ...selection, channels: ["dapi"] });
    expect(names(set)).toEqual(suffixes.map((suffix) => `field.zarr${suffix}`));
    expect(set.channelNames).toEqual(["DAPI"]);
    expect((await imagesOf(set)).map(firstPixel)).toEqual(values);
  });
  it("has its channels selected by index or name, in that order", async () => {
    await writeField("field.zarr");
    const set = await scanImageFolder(folder, { channels: ["Tubulin", 0], time: 0 });
    expect(set).toMatchObject({ channels: 2, channelNames: ["Tubulin", "DAPI"] });
    expect((await imagesOf(set)).map(firstPixel)).toEqual([[220, 200]]);
    const batches = folderBatches(set, { size: 4, batchSize: 2, seed: 0 });
    const { xStart } = await batches.batch(0);
    expect(xStart.length).toBe(2 * 4 * 4 * 2);
    expect([Math.min(...xStart), Math.max(...xStart)]).toEqual([-1, 1]);
    await batches.close();
  });
  it("that lacks a selected plane or channel is unreadable, with what it has", async () => {
    await writeField("field.zarr");
    await put(folder, "grey.png", await png(raw(4, 4, 1)));
    await expect(scanImageFolder(folder, { channels: ["red"] })).rejects.toThrow(
      'field.zarr cannot be read: without channel "red": it has 3 channels (DAPI, Actin, Tubulin). Select channels that every file has (--select-channels).',
    );
    await expect(scanImageFolder(folder, { z: 7 })).rejects.toThrow(
      "without focal plane 7: it has 3, counted from 0. Select a focal plane that every file has (--z).",
    );
    await expect(scanImageFolder(folder, { channels: [0, "dapi"] })).rejects.toThrow(
      "channel 0 is selected twice, as 0 and dapi. Select each channel once (--select-channels).",
    );
    const { unreadable, ...set } = await scanImageFolder(folder, { z: 1, time: 0, channels: [0] });
    expect(names(set)).toEqual(["field.zarr#z1t0"]);
    expect(unreadable.map(({ reason }) => reason)).toEqual([
      "without focal plane 1: it has 1, counted from 0",
    ]);
  });
  it("can be given in place of a folder, and read as inputs", async () => {
    await writeField("field.zarr");
    expect(names(await scanImageFolder(at("field.zarr")))).toEqual(["field.zarr#t0", "field.zarr#t1"]);
    const { files } = await readInputs(at("field.zarr"), { z: "all", channels: ["Actin"] });
    expect(files.map(({ name }) => name)).toContain("field.zarr#z2t1");
    expect(files[0]).toMatchObject({ channels: 1, pixelType: "uint16", format: "ome-zarr" });
    expect(firstPixel((await files[0]!.read()).image)).toEqual([10]);
    files[0]!.release();
    expect((await files[0]!.read()).image.channelNames).toEqual(["Actin"]);
  });
});

describe("images of different channels", () => {
  const tiff = (channels: number, start: number, channelNames?: string[]): CellImage => ({
    ...imageOf(4, 4, channels, (i) => start + i, 16),
    ...(channelNames ? { channelNames } : {}),
  });
  it("are left out if most have others, with a remedy", async () => {
    for (const name of ["a", "b"]) await writeTiff(at(`${name}.tif`), tiff(4, 0));
    await writeTiff(at("c.tif"), tiff(2, 0));
    const { unreadable, ...set } = await scanImageFolder(folder);
    expect(names(set)).toEqual(["a.tif", "b.tif"]);
    expect(set.channels).toBe(4);
    expect(unreadable).toEqual([
      {
        path: at("c.tif"),
        reason: "2 channels instead of the 4 channels of most images",
        remedy:
          "Select channels that every file has (by index: --select-channels 0,1), or move it to another folder.",
      },
    ]);
    await expect(scanImageFolder(folder, { strict: true })).rejects.toThrow("c.tif cannot be read: 2");
    expect(names(await scanImageFolder(folder, { channels: [1, 0] }))).toEqual(["a.tif", "b.tif", "c.tif"]);
  });
  it("of more than 8 need a selection", async () => {
    const writer = await createZarr(at("a.zarr"), { width: 4, height: 4, channels: 9, pixelType: "uint8" });
    await writer.finish();
    await expect(scanImageFolder(folder)).rejects.toThrow(
      "a.zarr cannot be read: 9 channels, of which at most 8 can be used. Select some of its channels (--select-channels).",
    );
    expect((await scanImageFolder(folder, { channels: [8, 1] })).channels).toBe(2);
  });
  it("in another order are matched by name, with a note", async () => {
    await writeTiff(at("a.ome.tif"), tiff(2, 0, ["B", "A"]), { metadata: "ome" });
    await writeTiff(at("b.ome.tif"), tiff(2, 0, ["A", "B"]), { metadata: "ome" });
    await writeTiff(at("c.ome.tif"), tiff(2, 0, ["a", "B"]), { metadata: "ome" });
    const set = await scanImageFolder(folder);
    expect([set.unreadable, set.channelNames]).toEqual([[], ["A", "B"]]);
    expect((await imagesOf(set)).map(firstPixel)).toEqual([
      [1, 0],
      [0, 1],
      [0, 1],
    ]);
    expect(set.files.map(({ notes }) => notes)).toEqual([
      ["The channels are in another order (B, A) and are matched by name."],
      undefined,
      undefined,
    ]);
    const selected = await scanImageFolder(folder, { channels: ["B"] });
    expect((await imagesOf(selected)).map(firstPixel)).toEqual([[0], [1], [1]]);
  });
  it("of other names are left out, and channels that all have are proposed by name", async () => {
    await writeTiff(at("a.ome.tif"), tiff(2, 0, ["DAPI", "Actin 1"]), { metadata: "ome" });
    await writeTiff(at("b.ome.tif"), tiff(2, 0, ["DAPI", "Actin 1"]), { metadata: "ome" });
    await writeTiff(at("c.ome.tif"), tiff(3, 0, ["Actin 1", "GFP", "Dapi"]), { metadata: "ome" });
    const { unreadable } = await scanImageFolder(folder);
    expect(unreadable).toEqual([
      {
        path: at("c.ome.tif"),
        reason: "3 channels (Actin 1, GFP, Dapi) instead of the 2 channels (DAPI, Actin 1) of most images",
        remedy:
          "Select channels that every file has (--select-channels 'DAPI,Actin 1'), or move it to another folder.",
      },
    ]);
  });
  it("are used under other names if their indices are selected", async () => {
    await writeTiff(at("a.tif"), tiff(3, 0, ["DAPI", "GFP", "RFP"]));
    await writeTiff(at("b.tif"), tiff(2, 0, ["DNA", "Actin"]));
    const first = await scanImageFolder(folder, { channels: [0] });
    expect([names(first), first.unreadable, first.channelNames]).toEqual([["a.tif", "b.tif"], [], undefined]);
    await writeTiff(at("b.tif"), tiff(2, 0, ["dapi", "Actin"]));
    expect((await scanImageFolder(folder, { channels: [0] })).channelNames).toEqual(["DAPI"]);
    expect(names(await scanImageFolder(folder, { channels: ["DAPI"] }))).toEqual(["a.tif", "b.tif"]);
  });
});

describe("an array", () => {
  const cell = (value: number): CellImage => imageOf(4, 4, 3, (i) => (value + i) % 256);
  it("gives every image, with its labels as classes", async () => {
    const images = Array.from({ length: 12 }, (_, i) => cell(i));
    await writeNpz(at("cells.npz"), images, {
      labels: images.map((_, i) => i % 3),
      classNames: ["red", "white", "platelet"],
    });
    const set = await scanImageFolder(at("cells.npz"));
    expect(names(set).slice(0, 2)).toEqual(["cells.npz#00", "cells.npz#01"]);
    expect(set.classes).toEqual(["platelet", "red", "white"]);
    expect(set.files.slice(0, 4).map(({ label }) => set.classes[label])).toEqual([
      "red",
      "white",
      "platelet",
      "red",
    ]);
    expect((await imagesOf(set))[11]).toMatchObject({ data: cell(11).data });
    expect(names(await scanImageFolder(folder))).toEqual(names(set));
  });
  it("of MedMNIST's layout is a split", async () => {
    await cp(path.join(FIXTURES, "npy/medmnist.npz"), at("medmnist.npz"));
    const set = await scanImageFolder(at("medmnist.npz"));
    expect(set.split).toMatchObject({ by: "label", training: ["train"], heldOut: ["test", "val"] });
    const training = await scanImageFolder(at("medmnist.npz"), { part: "training" });
    expect(training.files.every(({ name }) => name.startsWith("medmnist.npz#train"))).toBe(true);
    expect(training.files).toHaveLength(set.split!.images.training);
    // The images of a file are those of all of its splits.
    const { stacks } = await inspectFolder(set);
    expect(stacks).toMatchObject([{ path: at("medmnist.npz"), images: set.files.length }]);
  });
});
