import { readFile } from "node:fs/promises";
import { type CellImage, displayImage } from "@cellgen/data";
import { openImage, readStoredImage, UnfitFormatError, writeImage } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CellPipeline } from "../../src/node.ts";
import { tinyModel } from "../tinyModel.ts";
import { tinyPipeline } from "./tinyPipeline.ts";

const channelNames = ["DAPI", "GFP"];
const { at } = tinyPipeline();

describe("results of a model of two channels of uint16", () => {
  let engine: Engine;
  let cells: CellPipeline;
  beforeAll(async () => {
    engine = await createEngine("onnx", { threads: 1 });
    const model = tinyModel({
      network: { inChannels: 2, outChannels: 2 },
      card: {
        channels: 2,
        channelNames,
        pixelType: "uint16",
        ranges: [
          [100, 4000],
          [0, 900],
        ],
        pixelSizeMicrometres: 0.25,
        displayColors: ["cyan", "#ff8000"],
      },
    });
    cells = new CellPipeline(model, engine);
  });
  afterAll(async () => {
    await cells.dispose();
    await engine.dispose();
  });

  it("are saved in the format of the file name, with type, names and pixel size", async () => {
    const [image] = await cells.generate({ steps: 2 });
    for (const [name, format] of [
      ["cell.tif", "tiff"],
      ["cell.OME.TIFF", "ome-tiff"],
    ] as const) {
      await image!.save(at(name));
      const source = await openImage(at(name));
      expect(source).toMatchObject({
        format,
        channelNames,
        pixelSizeMicrometres: 0.25,
        pixelType: "uint16",
      });
      expect((await source.read()).data).toEqual(image!.data);
      await source.close();
    }
    const colours = [...(await readFile(at("cell.OME.TIFF"), "latin1")).matchAll(/Color="(-?\d+)"/g)];
    expect(colours.map(([, value]) => Number(value) >>> 0)).toEqual([0x00ffffff, 0xff8000ff]);
    await expect(image!.save(at("cell.png"))).rejects.toThrow(UnfitFormatError);
    await expect(image!.save(at("cell.jpg"))).rejects.toThrow(/must end in .png, .tif/);
  });

  it("are encoded by default as their file is", async () => {
    const [given] = await cells.generate({ steps: 2 });
    await writeImage(at("given.ome.tif"), given!, { format: "ome-tiff" });
    const denoised = await cells.denoise(at("given.ome.tif"), { noise: 20, samples: 2 });
    await writeImage(at("tiff.tif"), given!, { format: "tiff" });
    expect((await readStoredImage(at("tiff.tif"))).format).toBe("tiff");
    expect(new TextDecoder().decode((await denoised.encode()).subarray(0, 2000))).toContain("<OME ");
    expect(denoised).toMatchObject({ channelNames, pixelSizeMicrometres: 0.25 });
    expect(denoised.uncertainty!.data).toBeInstanceOf(Uint16Array);
  });
});

it("the uncertainty of floating-point images is stored in their own units", async () => {
  const engine = await createEngine("onnx", { threads: 1 });
  const cells = new CellPipeline(tinyModel({ card: { pixelType: "float32", ranges: [[0, 1]] } }), engine);
  const given: CellImage = {
    width: 8,
    height: 8,
    channels: 1,
    data: Float32Array.from({ length: 64 }, (_, i) => ((i * 29) % 64) / 64),
  };
  const { uncertainty } = await cells.denoise(given, { noise: 0.3, samples: 3 });
  expect(uncertainty!.data).toBeInstanceOf(Float32Array);
  expect(Math.max(...uncertainty!.data)).toBeGreaterThan(0);
  expect(displayImage(uncertainty!).channels).toBe(1);
  await uncertainty!.save(at("uncertainty.tif"));
  await cells.dispose();
  await engine.dispose();
});
