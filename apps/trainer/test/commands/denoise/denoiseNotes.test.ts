import { readFile } from "node:fs/promises";
import { readImage, writePng } from "@cellgen/data/node";
import { describe, expect, test } from "vitest";
import { denoiseFolder } from "./denoiseFolder.ts";

const { at, cellgen, denoise, record } = await denoiseFolder();

describe("cellgen denoise", () => {
  test("warns where what was taken away does not fit the noise", async () => {
    const { err } = await denoise("doubtful", "--noise", "60");
    expect(err).toMatch(/^note: cell\.png: The noise is about 0\.\d\d times as strong as stated/m);
    // Weights that were never trained leave the noise as it is.
    const unknown = await denoise("unknown", "--input", at("noisy", "sub", "field.png"));
    expect(unknown.err).toMatch(
      /^note: field\.png: The model's error is about \d\.\d times that of a Gaussian blur: the image differs/m,
    );
    expect(await readFile(at("unknown", "report.html"), "utf8")).toMatch(
      /<h2>Warnings<\/h2>.*<th>field\.png<\/th><td>The model&#39;s error is about/s,
    );
    expect(await readFile(at("unknown", "report.html"), "utf8")).not.toContain("-0.00");
    expect((await record("doubtful")).images[0]!.doubts.length).toBeGreaterThan(0);
    expect(await readFile(at("doubtful", "report.html"), "utf8")).toMatch(/class="warning"/);
  });

  test("says in one line which images look clean where their noise was estimated", async () => {
    const { code, err } = await denoise("textured", "--input", at("clean"));
    expect(code).toBe(0);
    expect(err).toMatch(/^note: cell\.png and 1 other image are probably clean: .* --noise\.$/m);
    expect(err).not.toMatch(/only 0\.\d\d times as strong|has structure/);
    const { images } = await record("textured");
    expect(images[0]).toMatchObject({ noise: { looksClean: true }, doubts: [] });
    expect(await readFile(at("textured", "report.html"), "utf8")).toMatch(
      /<th>cell\.png<\/th><td>[\d.]+, rather texture/,
    );
    // Noise that was stated is another matter: then too little of it was found.
    const stated = await denoise("stated", "--input", at("clean", "cell.png"), "--noise", "1.9");
    expect(stated.err).toMatch(/^note: cell\.png: The residual is only 0\.\d\d times as strong/m);
  });

  test("stabilizes photon noise, and leaves an even image as it is", async () => {
    expect(await denoise("photons", "--noise", "gain=2,offset=1,read=1")).toMatchObject({ code: 0 });
    const { images } = await record("photons");
    expect(images[0]!.noise).toMatchObject({ gain: 2, offset: 1, read: 1, sigmaStabilised: 1 });
    const flat = { width: 20, height: 20, channels: 3, data: new Uint8Array(1200).fill(90) } as const;
    await writePng(at("other", "flat.png"), flat);
    const { code, err } = await cellgen([
      "denoise",
      "--model",
      at("model"),
      "--input",
      at("other"),
      "--out",
      at("flat"),
    ]);
    expect(code).toBe(0);
    expect(err).toMatch(/flat\.png is unchanged, because no noise was detected/);
    expect((await readImage(at("flat", "images", "flat.png"))).data).toEqual(new Uint8Array(400).fill(90));
  });

  test("says where the noise is below what the model can tell, and doubts nothing there", async () => {
    const flat = Uint8Array.from({ length: 3 * 256 }, (_, i) => 90 + (i % 48 < 24 ? 0 : 1));
    await writePng(at("other", "even.png"), { width: 16, height: 16, channels: 3, data: flat });
    const given = ["denoise", "--model", at("model"), "--input", at("other", "even.png")];
    const { code, err } = await cellgen([...given, "--out", at("below"), "--noise", "0.0001"]);
    expect(code).toBe(0);
    expect(err).toMatch(
      /even\.png is less noisy than the minimum of the model \(0\.473 gray levels\), which was used instead/,
    );
    expect(err).not.toMatch(/times as strong|has structure/);
    expect((await record("below")).images[0]!.fields[0]!.isBelowModel).toBe(true);
    const samples = ["--noise", "0.0001", "--mode", "sample", "--samples", "2"];
    const equal = await cellgen([...given, "--out", at("equal"), ...samples]);
    expect(equal).toMatchObject({
      code: 0,
      err: expect.stringMatching(/even\.png is denoised in a single step.*: all samples are equal/),
    });
  });
});
