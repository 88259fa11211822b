import { readdir, readFile } from "node:fs/promises";
import { synthesizeCell } from "@cellgen/data";
import { readImage, writePng } from "@cellgen/data/node";
import { psnr } from "@cellgen/metrics";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { writeTestModel } from "../testModel.ts";
import { commandFolder } from "./commandFolder.ts";

const {
  folder,
  at,
  cellgen,
  apply: interpolate,
  record,
} = commandFolder("interpolate", ...["--frames", "3", "--steps", "20"]);
const frame = (out: string, k: number) => readImage(at(out, "frames", `frame-00${k}.png`));

beforeAll(async () => {
  await writeTestModel(at("model"));
  for (const [index, name] of ["first", "last, again"].entries()) {
    await writePng(at(`${name}.png`), synthesizeCell("smear", { size: 16, seed: 0, index }).image);
  }
  await writePng(at("wide.png"), {
    width: 20,
    height: 24,
    channels: 1,
    data: new Uint16Array(480).fill(30_000),
  });
});

describe("cellgen interpolate", () => {
  test("between seeds begins and ends with what sample generates from them", async () => {
    expect(await interpolate("seeds", "--seeds", "3,4", "--class", "white")).toMatchObject({
      code: 0,
      err: "",
    });
    expect((await readdir(at("seeds"))).sort()).toEqual([
      "animation.webp",
      "frames",
      "interpolate.json",
      "report.html",
      "strip.png",
    ]);
    for (const [seed, k] of [
      [3, 0],
      [4, 2],
    ]) {
      const sample = ["sample", "--model", at("model"), "--out", at(`sample-${seed}`), "--seed", `${seed}`];
      const how = ["--class", "white", "--sampler", "ddim", "--steps", "20", "--guidance", "1"];
      await cellgen([...sample, ...how, "--count", "1", "--batch", "3"]);
      const sampled = await readImage(at(`sample-${seed}`, "image-00000.png"));
      const { data } = await frame("seeds", k!);
      expect(Math.max(...data.map((value, i) => Math.abs(value - sampled.data[i]!)))).toBeLessThanOrEqual(1);
    }
    const { frames, ends } = await record("seeds");
    expect(frames.map(({ position }: { position: number }) => position)).toEqual([0, 0.5, 1]);
    expect(ends).toEqual([
      { seed: 3, index: 0 },
      { seed: 4, index: 0 },
    ]);
    const film = await sharp(at("seeds", "animation.webp"), { animated: true }).metadata();
    expect(film).toMatchObject({ pages: 4, loop: 0, delay: [600, 80, 600, 80], pageHeight: 256 });
  });

  test("between images ends near them, in the first one's size and type", async () => {
    const pair = `${at("first.png")},${at("last, again.png")}`;
    expect(await interpolate("images", "--images", pair)).toMatchObject({ code: 0, err: "" });
    for (const [name, k] of [
      ["first.png", 0],
      ["last, again.png", 2],
    ] as const) {
      expect(psnr((await readImage(at(name))).data, (await frame("images", k)).data, 255)).toBeGreaterThan(
        25,
      );
    }
    const { ends } = await record("images");
    expect(ends[1].psnrOfItsFrame).toBeGreaterThan(25);
    const { err } = await interpolate("wide", "--images", `${at("wide.png")},${at("first.png")}`);
    expect(err).toContain("note: wide.png is resized from 20x24 to the model's 16x16 pixels.\n");
    const { width, height, channels, data } = await frame("wide", 1);
    expect([width, height, channels, data.BYTES_PER_ELEMENT]).toEqual([20, 24, 1, 2]);
  });

  test("images of 16 bits are one camera's: by the brighter of both", async () => {
    for (const [name, value] of [
      ["dark", 3000],
      ["bright", 60_000],
    ] as const) {
      const data = new Uint16Array(256).fill(value);
      await writePng(at(`${name}.png`), { width: 16, height: 16, channels: 1, data });
    }
    expect(await interpolate("bits", "--images", `${at("dark.png")},${at("bright.png")}`)).toMatchObject({
      code: 0,
    });
    const mean = (values: ArrayLike<number>): number =>
      Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
    const frames = await Promise.all([0, 1, 2].map(async (k) => mean((await frame("bits", k)).data)));
    // In the range of the files, but for the error of 20 steps back and forth, less than one of 255 levels.
    expect(Math.abs(frames[0]! - 3000)).toBeLessThan(257);
    expect(Math.abs(frames[2]! - 60_000)).toBeLessThan(257);
    // Shown in one range, that of all frames: linear in the pixel values, and the bright end is not cut off.
    const strip = sharp(at("bits", "strip.png")).removeAlpha().greyscale();
    const tiles = await Promise.all(
      [0, 1, 2].map(async (k) => {
        const tile = await strip
          .clone()
          .extract({ left: 16 + k * 102, top: 42, width: 96, height: 96 })
          .raw()
          .toBuffer();
        return { mean: mean(tile), min: Math.min(...tile) };
      }),
    );
    const slope = (tiles[2]!.mean - tiles[0]!.mean) / (frames[2]! - frames[0]!);
    expect(257 * slope).toBeGreaterThan(1);
    expect(257 * slope).toBeLessThan(1.15);
    expect(Math.abs(tiles[1]!.mean - (tiles[0]!.mean + slope * (frames[1]! - frames[0]!)))).toBeLessThan(2);
    expect(tiles[2]!.min).toBeLessThan(253);
    const page = await readFile(at("bits", "report.html"), "utf8");
    expect(page).toContain("0 to 65535 was mapped to 0 to 255");
    expect(page).not.toContain("0 to 4095");
  });

  test("every flag that changes the frames changes them", async () => {
    const variants = [
      ["--seeds", "3,4"],
      ["--seeds", "3,5"],
      ["--seeds", "3,4", "--class", "red"],
      ["--seeds", "3,4", "--class", "red,white"],
      ["--seeds", "3,3", "--class", "red,white"],
      ["--seeds", "3,4", "--class", "red", "--guidance", "2"],
      ["--seeds", "3,4", "--sampler", "dpm++2m"],
    ];
    const seen = new Set<string>();
    for (const [k, flags] of variants.entries()) {
      expect(await interpolate(`variant-${k}`, ...flags)).toMatchObject({ code: 0 });
      seen.add((await readFile(at(`variant-${k}`, "frames", "frame-001.png"))).toString("hex"));
    }
    expect(seen.size).toBe(variants.length);
  });

  test.each([
    ["no ends", [], /--seeds or --images is missing/],
    [
      "two kinds of ends",
      ["--seeds", "1,2", "--images", "a,b"],
      /--seeds and --images cannot be used together/,
    ],
    ["one seed", ["--seeds", "1"], /--seeds must be two whole numbers as A,B, such as 1,2, got "1"/],
    [
      "the same seed twice",
      ["--seeds", "7,7"],
      /--seeds must be two different seeds, got 7,7: all frames would be the same/,
    ],
    [
      "a file that is not there",
      ["--images", "none.png,@first.png"],
      /there is no file none\.png\. Give two images/,
    ],
    ["a folder for a file", ["--images", "@model,@first.png"], /there is no file .*model\. Give two images/],
    [
      "images with new noise",
      ["--images", "@first.png,@wide.png", "--sampler", "ddpm"],
      /--sampler must add no noise.* Use "ddim" or "dpm\+\+2m"/,
    ],
    ["one frame", ["--seeds", "1,2", "--frames", "1"], /--frames must be a whole number from 2/],
    [
      "an unknown class",
      ["--seeds", "1,2", "--class", "red,blue"],
      /--class must be one of red, white, got "blue"/,
    ],
    [
      "guidance without a class",
      ["--seeds", "1,2", "--guidance", "2"],
      /--guidance must be 1 without a class, got 2\. Specify a class\./,
    ],
  ])("refuses %s in one line, before it writes", async (_, flags, message) => {
    const given = flags.map((flag) => flag.replace(/@/g, `${folder}/`));
    const { code, err } = await interpolate("new", ...given);
    expect(err).toMatch(message);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(code).toBe(2);
    expect(await readdir(folder)).not.toContain("new");
  });
});
