import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { openImage, writeImage } from "@cellgen/data/node";
import { beforeAll, describe, expect, test } from "vitest";
import { writeTestModel } from "../testModel.ts";
import { commandFolder } from "./commandFolder.ts";

const { at, cellgen } = commandFolder("display");

beforeAll(async () => {
  const card = { channelNames: ["DAPI", "GFP"], displayColors: ["cyan", "magenta"] };
  await writeTestModel(at("model"), { channels: 2, card });
  const data = Uint8Array.from({ length: 512 }, (_, i) => (i * 37) % 256);
  const image = { width: 16, height: 16, channels: 2, channelNames: card.channelNames, data };
  await writeImage(at("cell.tif"), image, { format: "tiff" });
});

const brief = {
  sample: ["--count", "2", "--steps", "2"],
  denoise: ["--input", "cell.tif", "--noise", "20", "--steps", "1"],
  inpaint: ["--input", "cell.tif", "--box", "2,2,4,4", "--preset", "fast", "--samples", "1"],
  translate: ["--input", "cell.tif", "--method", "sdedit", "--steps", "2"],
  interpolate: ["--seeds", "1,2", "--frames", "2", "--steps", "2"],
};

/** Runs a command, and returns the digest of its picture. */
async function pictureOf(command: keyof typeof brief, out: string, ...more: string[]) {
  const flags = brief[command].map((flag) => (flag === "cell.tif" ? at(flag) : flag));
  const result = await cellgen([command, "--model", at("model"), "--out", at(out), ...flags, ...more]);
  expect(result).toMatchObject({ code: 0 });
  const name = { sample: "grid.png", interpolate: "strip.png" }[command as string] ?? "sheet.png";
  return createHash("sha256")
    .update(await readFile(at(out, name)))
    .digest("hex");
}

describe("--display", () => {
  test.each(Object.keys(brief) as (keyof typeof brief)[])(
    "of %s replaces the colors of the model",
    async (command) => {
      const own = await pictureOf(command, `${command}-own`);
      expect(await pictureOf(command, `${command}-same`, "--display", "cyan,#FF00ff")).toBe(own);
      const others = [
        await pictureOf(command, `${command}-auto`, "--display", "auto"),
        await pictureOf(command, `${command}-named`, "--display", "red, green"),
      ];
      expect(new Set([own, ...others]).size).toBe(3);
    },
    60_000,
  );

  test("must have a color for each channel", async () => {
    for (const command of Object.keys(brief)) {
      const flags = brief[command as keyof typeof brief].map((flag) =>
        flag === "cell.tif" ? at(flag) : flag,
      );
      expect(
        await cellgen([command, "--model", at("model"), "--out", at("x"), ...flags, "--display", "red"]),
      ).toMatchObject({
        code: 2,
        err: "cellgen: --display must have one color for each of 2 channels of the model, got red.\n",
      });
    }
  });

  test("of data inspect, data crop and evaluate must have a color for each channel of the images", async () => {
    await mkdir(at("cells"));
    await copyFile(at("cell.tif"), at("cells", "a.tif"));
    const images = Array.from({ length: 9 }, (_, i) => i);
    await mkdir(at("gray"));
    for (const i of images) {
      const data = Uint8Array.from({ length: 1024 }, (_, k) => (k * (i + 3)) % 256);
      await writeImage(
        at("gray", `${i}.png`),
        { width: 32, height: 32, channels: 1, data },
        { format: "png" },
      );
    }
    const wrong = ["--display", "red,green,blue"];
    for (const argv of [
      ["data", "inspect", at("cells"), "--out", at("x.png"), ...wrong],
      ["data", "crop", "--input", at("cells"), "--grid", "--size", "8", "--out", at("x"), ...wrong],
      [
        "evaluate",
        "--data",
        at("gray"),
        "--held-out",
        at("gray"),
        "--images",
        at("gray"),
        "--out",
        at("x"),
        ...wrong,
      ],
    ]) {
      expect(await cellgen(argv)).toMatchObject({
        code: 2,
        err: expect.stringMatching(
          /--display must have one color for each of (2 channels|1 channel) of the (images|fields), got red,green,blue\.\n$/,
        ),
      });
    }
    expect(existsSync(at("x"))).toBe(false);
  });

  test.each([
    ["sample", "image-00000.ome.tif"],
    ["denoise", "images/cell.ome.tif"],
    ["inpaint", "images/cell-1.ome.tif"],
    ["translate", "images/cell.ome.tif"],
    ["interpolate", "frames/frame-000.ome.tif"],
  ] as const)("of %s is written to OME-TIFF files", async (command, name) => {
    await pictureOf(command, `${command}-ome`, "--display", "red,#00ff00", "--format", "ome-tiff");
    const file = at(`${command}-ome`, name);
    const source = await openImage(file);
    expect(source.channelNames).toEqual(["DAPI", "GFP"]);
    await source.close();
    // RGBA as a signed number: ff0000ff and 00ff00ff.
    const text = await readFile(file, "latin1");
    expect([...text.matchAll(/Color="(-?\d+)"/g)].map((match) => Number(match[1]) >>> 0)).toEqual([
      0xff0000ff, 0x00ff00ff,
    ]);
  });

  test.each(["sample", "denoise", "inpaint", "translate"] as const)(
    "of %s is written to OME-Zarr",
    async (command) => {
      const channelsOf = async (out: string, ...flags: string[]) => {
        await pictureOf(command, `${command}-${out}`, ...flags, "--format", "zarr");
        const text = await readFile(at(`${command}-${out}`, "images.zarr", ".zattrs"), "utf8");
        return JSON.parse(text).omero.channels;
      };
      expect(await channelsOf("zarr", "--display", "orange,#00fF01")).toMatchObject([
        { label: "DAPI", color: "FF8000" },
        { label: "GFP", color: "00FF01" },
      ]);
      expect(await channelsOf("own-zarr")).toMatchObject([{ color: "00FFFF" }, { color: "FF00FF" }]);
    },
    60_000,
  );
});
