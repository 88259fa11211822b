import { mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type CellImage, synthesizeCell } from "@cellgen/data";
import { openImage, readStoredImage, writePng } from "@cellgen/data/node";
import { beforeAll, describe, expect, test } from "vitest";
import { writeTestModel } from "../testModel.ts";
import { commandFolder } from "./commandFolder.ts";

const names = ["DAPI", "GFP"];
const facts = { channelNames: names, pixelSizeMicrometres: 0.5, pixelType: "uint16" };

describe("cellgen sample --format", () => {
  const { at, apply } = commandFolder("sample", "--steps", "2", "--count", "3", "--engine", "cpu");
  const sample = async (out: string, ...flags: string[]) => {
    const { code, err } = await apply(out, ...flags);
    return { code, err, files: (await readdir(at(out)).catch(() => [])).sort() };
  };
  const own = (files: readonly string[]) => files.filter((name) => name.startsWith("image"));
  const recorded = async () => {
    const { images } = JSON.parse(await readFile(at("out", "samples.json"), "utf8"));
    return images.map(({ file }: { file: string }) => file);
  };

  beforeAll(() =>
    writeTestModel(at("model"), {
      channels: 2,
      card: {
        ...{ channelNames: names, pixelSizeMicrometres: 0.5, pixelType: "uint16" },
        ranges: [
          [100, 9000],
          [0, 500],
        ],
        training: { steps: 0, fileFormat: "ome-tiff" },
      },
    }),
  );

  test("is by default that of the training images, with their type, names and pixel size", async () => {
    const { code, files } = await sample("out");
    expect(code).toBe(0);
    expect(own(files)).toEqual(["image-00000.ome.tif", "image-00001.ome.tif", "image-00002.ome.tif"]);
    const source = await openImage(at("out", "image-00001.ome.tif"));
    expect(source).toMatchObject({ ...facts, format: "ome-tiff", width: 16, height: 16 });
    await source.close();
  });

  test("npz and zarr hold all images with their classes, and replace earlier results", async () => {
    const first = await readStoredImage(at("out", "image-00000.ome.tif"));
    for (const format of ["npz", "zarr"]) {
      const { code, files } = await sample("out", "--format", format, "--force");
      expect(code).toBe(0);
      expect(files).toEqual(["grid.png", `images.${format}`, "report.html", "samples.json"]);
      const source = await openImage(at("out", `images.${format}`));
      expect(source).toMatchObject({ ...facts, images: 3, labels: [0, 1, 0] });
      expect((await source.read()).data).toEqual(first.image.data);
      await source.close();
      expect(await recorded()).toEqual([0, 1, 2].map((k) => `images.${format}#${k}`));
    }
    const { files } = await sample("out", "--format", "tiff", "--force");
    expect(own(files)).toEqual(["image-00000.tif", "image-00001.tif", "image-00002.tif"]);
  });

  test("png is refused for two channels, before anything is computed", async () => {
    const { code, err, files } = await sample("none", "--format", "png");
    expect([code, files]).toEqual([2, []]);
    expect(err).toContain(
      "--format png cannot hold the 2 channels of uint16. Use --format tiff or ome-tiff.",
    );
  });
});

describe("cellgen translate --format", () => {
  const { at, apply, record } = commandFolder("translate", "--to", "red", "--steps", "2", "--engine", "cpu");
  const image = (index: number, size = 16): CellImage =>
    synthesizeCell("smear", { size, seed: 0, index }).image;

  beforeAll(async () => {
    await writeTestModel(at("model"));
    for (const [k, folder] of ["white", "red", "white"].entries()) {
      await mkdir(at("cells", folder), { recursive: true });
      await writePng(at("cells", folder, `${k}.png`), image(k));
    }
    await mkdir(at("mixed"));
    await writePng(at("mixed", "a.png"), image(0));
    await writePng(at("mixed", "b.png"), image(0, 20));
  });

  test("is by default that of the file; npz names each image by its place", async () => {
    expect(await apply("png", "--input", at("cells"))).toMatchObject({ code: 0 });
    expect(await apply("npz", "--input", at("cells"), "--format", "npz")).toMatchObject({ code: 0 });
    expect((await readdir(at("npz"))).sort()).toEqual([
      "images.npz",
      "report.html",
      "sheet.png",
      "translate.json",
    ]);
    const source = await openImage(at("npz", "images.npz"));
    const [ofNpz, ofPng] = [(await record("npz")).images, (await record("png")).images];
    for (const [index, { output }] of ofNpz.entries()) {
      const place = Number(/^images\.npz#(\d)$/.exec(output)![1]);
      const single = await readStoredImage(at("png", ofPng[index].output));
      expect(path.extname(ofPng[index].output)).toBe(".png");
      expect((await source.read({ image: place })).data).toEqual(single.image.data);
    }
    await source.close();
  });

  test("tiff holds single images; a set must have one size", async () => {
    expect(await apply("tiff", "--input", at("mixed"), "--format", "tiff")).toMatchObject({ code: 0 });
    expect((await readdir(at("tiff", "images"))).sort()).toEqual(["a.tif", "b.tif"]);
    const source = await openImage(at("tiff", "images", "b.tif"));
    expect(source).toMatchObject({ width: 20, channels: 3, pixelType: "uint8" });
    await source.close();
    const refused = await apply("zarr", "--input", at("mixed"), "--format", "zarr");
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(
      /--format zarr requires images of one size and type, got 16x16x3 of uint8 \(.*a\.png\) and 20x20x3 of uint8/,
    );
  });
});
