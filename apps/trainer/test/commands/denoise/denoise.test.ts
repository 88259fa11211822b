import { mkdir, readdir, readFile } from "node:fs/promises";
import { readImage, writePng } from "@cellgen/data/node";
import { psnr } from "@cellgen/metrics";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { denoiseFolder } from "./denoiseFolder.ts";

const { at, cellgen, denoise, record } = await denoiseFolder();

describe("cellgen denoise", () => {
  test("gives every image back in its own size, depth and channels, with a sheet, a report and a record", async () => {
    const { code, out, err } = await denoise("plain", "--noise", "8");
    expect(code).toBe(0);
    expect(out).toMatch(/3 images, mean, noise 8; engine/);
    expect(err).toMatch(/^note: Skipped: .*broken\.png cannot be read: \S.*\. \S.*\.$/m);
    expect(err).toMatch(/^note: gray\.png is grayscale and the model is for color images/m);
    for (const [name, width, height, channels, depth] of [
      ["cell", 16, 16, 3, "uchar"],
      ["sub/field", 37, 37, 3, "uchar"],
      ["gray", 9, 14, 1, "ushort"],
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
    expect(Object.keys(images[0]!.fields[0]!)).toEqual([
      "timestep",
      "timestepNoise",
      "isBelowModel",
      "calls",
      "residual",
    ]);
    expect(images[0]!.besideBlur).toEqual([{ model: expect.any(Number), blur: expect.any(Number) }]);
    const page = await readFile(at("plain", "report.html"), "utf8");
    expect(page).toContain("data:image/png;base64,");
    expect(page).toContain("denoise --model");
  });

  test("without training it hardly changes an image of little noise, and scores it as @cellgen/metrics does", async () => {
    const { code, out } = await denoise("scored", "--noise", "2", "--reference", at("clean"));
    expect(code).toBe(0);
    expect(out).toMatch(/PSNR +SSIM +PSNR gained\n/);
    for (const name of ["noisy image", "model", "median", "Gaussian", "total variation", "non-local means"])
      expect(out).toContain(name);
    const { images, meanScores } = await record("scored");
    const [clean, made, given] = await Promise.all(
      [at("clean", "cell.png"), at("scored", "images", "cell.png"), at("noisy", "cell.png")].map((file) =>
        readImage(file),
      ),
    );
    const { scores } = images[0]!;
    expect(scores.model.psnr).toBeCloseTo(psnr(made!.data, clean!.data, 255), 9);
    expect(scores.noisy.psnr).toBeCloseTo(psnr(given!.data, clean!.data, 255), 9);
    expect(psnr(made!.data, given!.data, 255)).toBeGreaterThan(35);
    // The image of 9 x 14 has no SSIM, and takes no part in its mean.
    expect(images[1]!.scores.model).not.toHaveProperty("ssim");
    expect(meanScores.noisy.ssim).toBeCloseTo((scores.noisy.ssim! + images[2]!.scores.noisy.ssim!) / 2, 9);
    expect(await readFile(at("scored", "report.html"), "utf8")).toContain("Compared with classical filters");
  });

  test("is repeated exactly by the command in the record, and an image is the same alone", async () => {
    const flags = ["--mode", "sample", "--noise", "12", "--steps", "3", "--seed", "5", "--class", "white"];
    await denoise("first", ...flags);
    const { repeat } = await record("first");
    expect(repeat).toContain("--seed 5");
    expect(repeat).toContain("--class white");
    await denoise("second", ...flags);
    const bytes = (...names: string[]) => readFile(at(...names));
    for (const name of ["cell.png", "sub/field.png", "gray.png"])
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
    expect((await readdir(at("means", "images"))).sort()).toEqual(["cell.png", "gray.png", "sub"]);
    const map = await sharp(at("means", "uncertainty", "cell.png")).metadata();
    expect(map).toMatchObject({ width: 16, height: 16, channels: 1, depth: "ushort" });
    const { images } = await record("means");
    const values = (await readImage(at("means", "uncertainty", "cell.png"))).data;
    const square = Array.from(values).reduce((sum, value) => sum + (value / 256) ** 2, 0) / 256;
    expect(Math.sqrt(square) / images[0]!.uncertainty!.rootMeanSquare).toBeCloseTo(1, 2);
    expect(await denoise("samples", ...flags, "--mode", "sample")).toMatchObject({ code: 0 });
    expect((await readdir(at("samples", "images"))).sort()).toEqual([
      "cell-1.png",
      "cell-2.png",
      "cell-3.png",
      "gray-1.png",
      "gray-2.png",
      "gray-3.png",
      "sub",
    ]);
  });

  test("an image without noise is given back once for each sample, beside those that have some", async () => {
    const flags = ["--mode", "sample", "--samples", "2", "--steps", "2", "--reference", at("mixed")];
    await mkdir(at("mixed"));
    const data = new Uint8Array(1200).fill(90);
    await writePng(at("mixed", "flat.png"), { width: 20, height: 20, channels: 3, data });
    await writePng(at("mixed", "zcell.png"), await readImage(at("noisy", "cell.png")));
    const given = ["denoise", "--model", at("model"), "--input", at("mixed"), "--out", at("once-each")];
    expect(await cellgen([...given, ...flags])).toMatchObject({ code: 0 });
    for (const name of ["flat-1.png", "flat-2.png"])
      expect((await readImage(at("once-each", "images", name))).data).toEqual(new Uint8Array(400).fill(90));
    expect(await readdir(at("once-each", "uncertainty"))).toEqual(["zcell.png"]);
    // Both are their own references.
    const page = (await readFile(at("once-each", "report.html"), "utf8")).replace(/base64,[^"]*/g, "");
    expect(page).toContain("equal");
    expect(page).not.toMatch(/NaN|Infinity/);
    const { images } = await record("once-each");
    expect(images[0]!.outputs).toEqual(["images/flat-1.png", "images/flat-2.png"]);
    expect(images[0]).not.toHaveProperty("uncertainty");
    expect(images[1]!.fields).toHaveLength(1);
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
});
