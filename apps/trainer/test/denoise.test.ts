import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { synthesizeCell } from "@cellgen/data";
import { readImage, writePng } from "@cellgen/data/node";
import { psnr } from "@cellgen/metrics";
import { schedulerConfig } from "@cellgen/pipelines";
import { saveModel } from "@cellgen/pipelines/node";
import { unet } from "@cellgen/unet";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../src/program.ts";
import { type TestIo, testIo } from "./testIo.ts";

let folder: string;
const at = (...names: string[]): string => path.join(folder, ...names);

async function cellgen(argv: readonly string[], io: TestIo = testIo()) {
  const code = await run(argv, io);
  return { code, out: io.out(), err: io.err() };
}

const denoise = (out: string, ...flags: string[]) =>
  cellgen(["denoise", "--model", at("model"), "--input", at("noisy"), "--out", at(out), ...flags]);
const record = async (out: string) => JSON.parse(await readFile(at(out, "denoise.json"), "utf8"));

/** Writes a cell and the same with noise: the sum of six dice is nearly normal, with variance 35/2. */
async function writeCell(name: string, size: number, index: number): Promise<void> {
  const { image } = synthesizeCell("smear", { size, seed: 0, index });
  const dice = (i: number) =>
    [1, 2, 3, 4, 5, 6].reduce((sum, k) => sum + ((i * 7919 * k + 104729 * index) % 6), 0) - 15;
  const data = Uint8Array.from(image.data, (value, i) => Math.min(255, Math.max(0, value + 2 * dice(i))));
  await writePng(at("clean", name), image);
  await writePng(at("noisy", name), { ...image, data });
}

/** A network of random weights for images of 16x16 in colour, of two classes. */
async function saveTinyModel(place: string, numClassEmbeds: number): Promise<void> {
  const network = unet({
    inChannels: 3,
    outChannels: 3,
    blockOutChannels: [8, 8],
    layersPerBlock: 1,
    downBlockTypes: ["DownBlock2D", "DownBlock2D"],
    upBlockTypes: ["UpBlock2D", "UpBlock2D"],
    normNumGroups: 4,
    numClassEmbeds,
  });
  await saveModel(place, {
    unet: network,
    parameters: network.init(0),
    scheduler: schedulerConfig({ betaSchedule: "squaredcos_cap_v2", predictionType: "v_prediction" }),
    card: {
      formatVersion: 1,
      height: 16,
      width: 16,
      channels: 3,
      valueRange: [0, 255],
      bitDepth: 8,
      classes: ["red", "white"],
      training: { steps: 0 },
    },
  });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-denoise-"));
  for (const [name, numClassEmbeds] of [
    ["model", 3],
    ["no-null-class", 2],
  ] as const)
    await saveTinyModel(at(name), numClassEmbeds);
  for (const place of ["noisy/sub", "clean/sub", "other", "small"]) {
    await mkdir(at(place), { recursive: true });
  }
  await writeCell("cell.png", 16, 0);
  await writeCell("sub/field.png", 37, 1);
  const data = Uint16Array.from({ length: 9 * 14 }, (_, i) => 20000 + ((i * 7919) % 3000));
  await writePng(at("noisy", "grey.png"), { width: 9, height: 14, channels: 1, data });
  await writePng(at("clean", "grey.png"), { width: 9, height: 14, channels: 1, data: data.map(() => 21500) });
  await writeFile(at("noisy", "broken.png"), "not a PNG");
});
afterAll(() => rm(folder, { recursive: true }));

describe("cellgen denoise", () => {
  test("gives every image back in its own size, depth and channels, with a sheet, a report and a record", async () => {
    const { code, out, err } = await denoise("plain", "--noise", "8");
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out).toMatch(/3 images, mean, noise 8; engine/);
    expect(out).toMatch(/broken\.png is left out/);
    expect(out).toMatch(/grey\.png is grey, the model in colour/);
    for (const [name, width, height, channels, depth] of [
      ["cell", 16, 16, 3, "uchar"],
      ["sub/field", 37, 37, 3, "uchar"],
      ["grey", 9, 14, 1, "ushort"],
    ] as const) {
      const metadata = await sharp(at("plain", "images", `${name}.png`)).metadata();
      expect(metadata).toMatchObject({ width, height, channels, depth });
    }
    const files = await readdir(at("plain"));
    expect(files.sort()).toEqual(["denoise.json", "images", "report.html", "sheet.png"]);
    const { images, settings, finished, ...rest } = await record("plain");
    expect(finished).toBe(true);
    expect(settings).toMatchObject({ noise: "8", mode: "mean", samples: 1, seed: 0 });
    expect(rest.weightsSha256).toMatch(/^[\da-f]{64}$/);
    expect(images).toHaveLength(3);
    expect(images[0]).toMatchObject({
      outputs: ["images/cell.png"],
      noise: { sigma: 8, white: 255, ofUnitImage: 16 / 255 },
    });
    expect(Object.keys(images[0].fields[0])).toEqual([
      "timestep",
      "timestepNoise",
      "isBelowModel",
      "calls",
      "residual",
    ]);
    const page = await readFile(at("plain", "report.html"), "utf8");
    expect(page).toContain("data:image/png;base64,");
    expect(page).toContain("denoise --model");
  });

  test("without training it hardly changes an image of little noise, and scores it as @cellgen/metrics does", async () => {
    const { code, out } = await denoise("scored", "--noise", "2", "--reference", at("clean"));
    expect(code).toBe(0);
    expect(out).toMatch(/PSNR +SSIM\n/);
    for (const name of ["as it was", "model", "median", "Gaussian", "total variation", "non-local means"])
      expect(out).toContain(name);
    const { images, meanScores } = await record("scored");
    const [clean, made, given] = await Promise.all(
      [at("clean", "cell.png"), at("scored", "images", "cell.png"), at("noisy", "cell.png")].map((file) =>
        readImage(file),
      ),
    );
    const { scores } = images[0];
    expect(scores.model.psnr).toBeCloseTo(psnr(made!.data, clean!.data, 255), 9);
    expect(scores.noisy.psnr).toBeCloseTo(psnr(given!.data, clean!.data, 255), 9);
    expect(psnr(made!.data, given!.data, 255)).toBeGreaterThan(35);
    // The image of 9 x 14 has no SSIM, and takes no part in its mean.
    expect(images[1].scores.model).not.toHaveProperty("ssim");
    expect(meanScores.noisy.ssim).toBeCloseTo((scores.noisy.ssim + images[2].scores.noisy.ssim) / 2, 9);
    expect(await readFile(at("scored", "report.html"), "utf8")).toContain("Beside classical filters");
  });

  test("is repeated exactly by the command in the record, and an image is the same alone", async () => {
    const flags = ["--mode", "sample", "--noise", "12", "--steps", "3", "--seed", "5", "--class", "white"];
    await denoise("first", ...flags);
    const { repeat } = await record("first");
    expect(repeat).toContain("--seed 5");
    expect(repeat).toContain("--class white");
    await denoise("second", ...flags);
    const bytes = (...names: string[]) => readFile(at(...names));
    for (const name of ["cell.png", "sub/field.png", "grey.png"])
      expect(await bytes("second", "images", name)).toEqual(await bytes("first", "images", name));
    await cellgen(
      ["denoise", "--model", at("model"), "--input", at("noisy", "cell.png"), "--out", at("alone")].concat(
        flags,
      ),
    );
    expect(await bytes("alone", "images", "cell.png")).toEqual(await bytes("first", "images", "cell.png"));
    await denoise("third", ...flags, "--seed", "6");
    expect(await bytes("third", "images", "cell.png")).not.toEqual(
      await bytes("first", "images", "cell.png"),
    );
  });

  test("several samples give a map of the uncertainty, and in mode sample an image each", async () => {
    const flags = ["--noise", "30", "--samples", "3", "--steps", "2"];
    expect(await denoise("means", ...flags)).toMatchObject({ code: 0 });
    expect((await readdir(at("means", "images"))).sort()).toEqual(["cell.png", "grey.png", "sub"]);
    const map = await sharp(at("means", "uncertainty", "cell.png")).metadata();
    expect(map).toMatchObject({ width: 16, height: 16, channels: 1, depth: "ushort" });
    const { images } = await record("means");
    const values = (await readImage(at("means", "uncertainty", "cell.png"))).data;
    const square = Array.from(values).reduce((sum, value) => sum + (value / 256) ** 2, 0) / 256;
    expect(Math.sqrt(square) / images[0].uncertainty.rootMeanSquare).toBeCloseTo(1, 2);
    expect(await denoise("samples", ...flags, "--mode", "sample")).toMatchObject({ code: 0 });
    expect((await readdir(at("samples", "images"))).sort()).toEqual([
      "cell-1.png",
      "cell-2.png",
      "cell-3.png",
      "grey-1.png",
      "grey-2.png",
      "grey-3.png",
      "sub",
    ]);
  });

  test("warns where what was taken away does not fit the noise", async () => {
    const { out } = await denoise("doubtful", "--noise", "60");
    expect(out).toMatch(/cell\.png: The noise looks 0\.\d\d times as strong as stated/);
    expect((await record("doubtful")).images[0].doubts.length).toBeGreaterThan(0);
    expect(await readFile(at("doubtful", "report.html"), "utf8")).toMatch(/class="warning"/);
  });

  test("stabilises photon noise, and leaves an even image as it is", async () => {
    expect(await denoise("photons", "--noise", "gain=2,offset=1,read=1")).toMatchObject({ code: 0 });
    const { images } = await record("photons");
    expect(images[0].noise).toMatchObject({ gain: 2, offset: 1, read: 1, sigmaStabilised: 1 });
    const flat = { width: 20, height: 20, channels: 3, data: new Uint8Array(1200).fill(90) } as const;
    await writePng(at("other", "flat.png"), flat);
    const { code, out } = await cellgen([
      "denoise",
      "--model",
      at("model"),
      "--input",
      at("other"),
      "--out",
      at("flat"),
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/flat\.png is without noise that could be found/);
    expect((await readImage(at("flat", "images", "flat.png"))).data).toEqual(new Uint8Array(400).fill(90));
  });

  test("says where the noise is below what the model can tell, and doubts nothing there", async () => {
    const flat = Uint8Array.from({ length: 3 * 256 }, (_, i) => 90 + (i % 48 < 24 ? 0 : 1));
    await writePng(at("other", "even.png"), { width: 16, height: 16, channels: 3, data: flat });
    const given = ["denoise", "--model", at("model"), "--input", at("other", "even.png")];
    const { code, out } = await cellgen([...given, "--out", at("below"), "--noise", "0.0001"]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /even\.png is of noise below what the model can tell \(0\.473 grey levels\): treated as that/,
    );
    expect(out).not.toMatch(/times as strong|has structure/);
    expect((await record("below")).images[0].fields[0].isBelowModel).toBe(true);
  });

  test("an image without noise is given back once for each sample, beside those that have some", async () => {
    const flags = ["--mode", "sample", "--samples", "2", "--steps", "2", "--reference", at("mixed")];
    await mkdir(at("mixed"));
    const data = new Uint8Array(1200).fill(90);
    await writePng(at("mixed", "flat.png"), { width: 20, height: 20, channels: 3, data });
    await writePng(at("mixed", "zcell.png"), await readImage(at("noisy", "cell.png")));
    const given = ["denoise", "--model", at("model"), "--input", at("mixed"), "--out", at("once-each")];
    expect(await cellgen([...given, ...flags])).toMatchObject({ code: 0, err: "" });
    for (const name of ["flat-1.png", "flat-2.png"])
      expect((await readImage(at("once-each", "images", name))).data).toEqual(new Uint8Array(400).fill(90));
    expect(await readdir(at("once-each", "uncertainty"))).toEqual(["zcell.png"]);
    const { images } = await record("once-each");
    expect(images[0].outputs).toEqual(["images/flat-1.png", "images/flat-2.png"]);
    expect(images[0]).not.toHaveProperty("uncertainty");
    expect(images[1].fields).toHaveLength(1);
  });

  test("stopped with Ctrl-C leaves what is finished, with its record", async () => {
    const io = testIo();
    const watch = setInterval(async () => {
      if ((await readdir(at("stopped", "images")).catch(() => [])).length > 0) io.interrupt();
    }, 2);
    const flags = ["--noise", "30", "--mode", "sample", "--samples", "100", "--steps", "20"];
    const { code, err } = await cellgen(
      ["denoise", "--model", at("model"), "--input", at("noisy"), "--out", at("stopped"), ...flags],
      io,
    );
    clearInterval(watch);
    expect(code).toBe(130);
    expect(err).toMatch(/Stopped; \d images? were finished/);
    const { images, finished, settings } = await record("stopped");
    expect(finished).toBe(false);
    expect(settings).toMatchObject({ samples: 100 });
    expect(images.length).toBeGreaterThan(0);
    expect(images.length).toBeLessThan(3);
  });

  test("stopped before the first image is finished leaves a record of its settings", async () => {
    const io = testIo();
    const watch = setInterval(async () => {
      if ((await readdir(at("at-once")).catch(() => [])).length > 0) io.interrupt();
    }, 1);
    const flags = ["--noise", "30", "--mode", "sample", "--samples", "1000", "--steps", "25", "--batch", "1"];
    const given = ["denoise", "--model", at("model"), "--input", at("noisy", "cell.png")];
    const { code, err } = await cellgen([...given, "--out", at("at-once"), ...flags], io);
    clearInterval(watch);
    expect(code).toBe(130);
    expect(err).toMatch(/Stopped before the first image was finished/);
    const { finished, settings, files } = await record("at-once");
    expect([finished, settings.samples, files]).toEqual([false, 1000, ["denoise.json"]]);
  });

  test("a file with an alpha channel comes back with one", async () => {
    const { data } = await readImage(at("noisy", "cell.png"));
    const rgba = Buffer.from(
      Uint8Array.from({ length: 4 * 256 }, (_, i) => (i % 4 === 3 ? 255 : data[3 * (i >> 2) + (i % 4)]!)),
    );
    await sharp(rgba, { raw: { width: 16, height: 16, channels: 4 } })
      .png()
      .toFile(at("other", "rgba.png"));
    const given = ["denoise", "--model", at("model"), "--input", at("other", "rgba.png")];
    expect(await cellgen([...given, "--out", at("rgba"), "--noise", "8"])).toMatchObject({ code: 0 });
    expect(await sharp(at("rgba", "images", "rgba.png")).metadata()).toMatchObject({
      channels: 4,
      depth: "uchar",
    });
    const made = await sharp(at("rgba", "images", "rgba.png"))
      .removeAlpha()
      .raw()
      .toBuffer();
    expect(Uint8Array.from(made)).toEqual((await readImage(at("plain", "images", "cell.png"))).data);
  });

  test.each<[string, string[], RegExp]>([
    ["no input", ["--input", "/nowhere"], /--input \/nowhere: there is no such file or folder/],
    ["noise that is none", ["--noise", "0"], /--noise must be a number above 0/],
    ["noise beyond the range", ["--noise", "300"], /--noise 300 is more than the whole range of .*255/],
    ["a camera of one electron", ["--noise", "gain=200000"], /a gain of 200000 leaves nothing of/],
    ["a mode", ["--mode", "median"], /--mode must be mean or sample, got "median"/],
    ["samples", ["--samples", "0"], /--samples must be a whole number from 1 to 10000, got 0/],
    ["a class", ["--class", "whit"], /--class must be a class of the model.*Did you mean white\?/],
    ["no class of a model that needs one", ["--model", "NO-NULL-CLASS"], /--class is missing.*red, white/],
    ["samples that are the same", ["--samples", "2", "--sampler", "dpm++2m"], /draws the same sample/],
    ["no reference", ["--reference", "/nowhere"], /--reference \/nowhere: there is no such/],
    ["results that are there", ["--out", "PLAIN"], /holds results of cellgen denoise already.*--force/],
  ])("refuses %s in one line", async (_, flags, message) => {
    const given = flags.map((flag) => (/^[A-Z-]+$/.test(flag) ? at(flag.toLowerCase()) : flag));
    const { code, err } = await denoise("refused", ...given);
    expect(err).toMatch(message);
    expect(err.trimEnd()).not.toContain("\n");
    expect(code).toBe(2);
  });

  test("refuses references that are missing or of another size", async () => {
    const missing = await denoise("refused", "--reference", at("small"), "--noise", "3");
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.err).toMatch(/^cellgen: --reference: folder must hold images .*small with none of them/);
    await writePng(at("small", "cell.png"), { width: 8, height: 8, channels: 1, data: new Uint8Array(64) });
    const incomplete = await denoise("refused", "--reference", at("small"), "--noise", "3");
    expect(incomplete.err).toMatch(/--reference .*small has no image for grey\.png/);
    const one = ["--input", at("noisy", "cell.png")];
    const other = await denoise("refused", "--reference", at("small"), "--noise", "3", ...one);
    expect(other.err).toMatch(/cell\.png is 8x8 with 8 bits, but its image .* is 16x16 with 8 bits/);
    expect(other.code).toBe(2);
  });
});
