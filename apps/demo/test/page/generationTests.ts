import path from "node:path";
import { fileURLToPath } from "node:url";
import { displayImage, pixelTypeOf } from "@cellgen/data";
import { readImage } from "@cellgen/data/node";
import { saveModel } from "@cellgen/pipelines/node";
import { expect, it } from "vitest";
import { tinyModel } from "../../../../packages/pipelines/test/tinyModel.ts";
import { run } from "../../../trainer/src/program.ts";
import { testIo } from "../../../trainer/test/testIo.ts";
import type { OfflinePage } from "./offlinePage.ts";

const smear = fileURLToPath(new URL("../../public/models/smear", import.meta.url));

/** Tests of the images that the page generates, against those of `cellgen sample`. */
export function generationTests(opened: () => OfflinePage): void {
  it("generates the images of cellgen sample, within one gray level, and saves them one by one and as a grid", async () => {
    const { at, complaints, driver } = opened();
    await driver.openShipped();
    await driver.generate({ "Number of images": "3", Steps: "4", Seed: "7" });
    const expected = await sampled(smear, at("sampled"), 3, "--seed", "7", "--steps", "4");
    for (const [k, name] of ["Platelets", "RBC", "WBC"].entries()) {
      const file = await driver.saved(`Save image ${k + 1}, ${name}`);
      expect(file.name).toBe(`Blood-smear-seed-7-${name}-0000${k}.png`);
      expect(file.image).toMatchObject({ width: 32, height: 32, channels: 3 });
      expect(farthest(file.image.data, expected[k]!.data)).toBeLessThanOrEqual(1);
    }
    const all = await driver.saved("Save all as one PNG");
    expect(all.name).toBe("Blood-smear-seed-7.png");
    expect(all.image).toMatchObject({ width: 66, height: 66, channels: 3 });
    const second = expected[1]!.data.subarray(0, 3 * 32);
    expect(farthest(all.image.data.subarray(3 * 34, 3 * 66), second)).toBeLessThanOrEqual(1);
    expect(complaints).toEqual([]);
  });

  it("is cross-origin isolated, and generates one class with another sampler", async () => {
    const { at, page, complaints, driver } = opened();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await driver.openShipped();
    await page.getByLabel("Class").selectOption("WBC");
    await page.getByLabel("Sampler").selectOption("ddpm");
    expect(await page.getByLabel("Steps").inputValue()).toBe("1000");
    await driver.generate({ "Number of images": "1", Steps: "3", Seed: "0" });
    const { image } = await driver.saved("Save image 1, WBC");
    const flags = ["--class", "WBC", "--sampler", "ddpm", "--steps", "3"];
    const [expected] = await sampled(smear, at("offline"), 1, ...flags);
    expect(farthest(image.data, expected!.data)).toBeLessThanOrEqual(1);
    expect(complaints).toEqual([]);
  });

  it("shows and saves images of several channels as a composite in the colors of the channels", async () => {
    const { at, page, complaints, driver } = opened();
    const channelNames = ["DAPI", "GFP", "actin", "mito"];
    const ranges = channelNames.map((_, channel) => [100 * channel, 9000] as const);
    const display = { channelNames, displayColors: ["blue", "#00ff00", "red", "grey"] };
    const card = { channels: 4, pixelType: "uint16", ranges, ...display } as const;
    await saveModel(at("stained"), tinyModel({ network: { inChannels: 4, outChannels: 4 }, card }));
    await driver.openFolder("stained");
    await page.getByText("8 × 8 pixels, DAPI, GFP, actin, mito, no classes").waitFor();
    await driver.generate({ "Number of images": "1" });
    const { image } = await driver.saved("Save image 1");
    const io = testIo();
    const args = ["sample", "--model", at("stained"), "--out", at("sampled-stained"), "--count", "1"];
    expect(await run(args, io), io.err()).toBe(0);
    const written = await readImage(at("sampled-stained", "image-00000.tif"));
    expect(written).toMatchObject({ channels: 4, channelNames });
    const expected = displayImage(written, { ranges, colors: display.displayColors });
    expect(farthest(image.data, expected.data)).toBeLessThanOrEqual(2);
    expect(complaints).toEqual([]);
  });

  it("opens a 16-bit gray model from a folder", async () => {
    const { at, page, complaints, driver } = opened();
    await driver.openFolder("unseen");
    await page.getByText("8 × 8 pixels, gray, no classes").waitFor();
    await page.getByLabel("Class").waitFor({ state: "detached" });
    await driver.generate({ "Number of images": "2" });
    const expected = await sampled(at("unseen"), at("sampled-unseen"), 2);
    const { name, image } = await driver.saved("Save image 2");
    expect(name).toBe("unseen-seed-0-00001.png");
    expect(pixelTypeOf(image.data)).toBe("uint16");
    // One of 256 gray levels, in 16-bit levels.
    expect(farthest(image.data, expected[1]!.data)).toBeLessThanOrEqual((40_123 - 117) / 255);
    expect(complaints).toEqual([]);
  });
}

/** The images of `cellgen sample`, by number, written to a folder. */
async function sampled(model: string, out: string, count: number, ...flags: string[]) {
  const io = testIo();
  const args = ["sample", "--model", model, "--out", out, "--count", String(count), ...flags];
  expect(await run(args, io), io.err()).toBe(0);
  const names = Array.from({ length: count }, (_, k) => `image-${String(k).padStart(5, "0")}.png`);
  return Promise.all(names.map((name) => readImage(path.join(out, name))));
}

function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0);
}
