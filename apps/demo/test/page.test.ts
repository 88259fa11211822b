import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { displayImage, pixelTypeOf } from "@cellgen/data";
import { readImage } from "@cellgen/data/node";
import { saveModel } from "@cellgen/pipelines/node";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tinyModel } from "../../../packages/pipelines/test/tinyModel.ts";
import { chromiumFile } from "../../../test/page/chromium.ts";
import { run } from "../../trainer/src/program.ts";
import { testIo } from "../../trainer/test/testIo.ts";
import { type PageUnderTest, pageUnderTest } from "./openPage.ts";
import { pageDriver } from "./pageDriver.ts";

if (!chromiumFile) console.log("the page: not tried, there is no Chromium. Name one in CELLGEN_CHROMIUM.");

const smear = fileURLToPath(new URL("../public/models/smear", import.meta.url));
const axe = createRequire(import.meta.url).resolve("axe-core");

let folder: string;
let demo: PageUnderTest;
/** One window for all tests, with the network cut off since the model was loaded. */
let page: Page;
let complaints: string[];
let driver: ReturnType<typeof pageDriver>;
const at = (...names: string[]): string => path.join(folder, ...names);

beforeAll(async () => {
  if (!chromiumFile) return;
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-demo-"));
  demo = await pageUnderTest(chromiumFile, folder);
  await saveModel(at("unseen"), tinyModel({ card: { pixelType: "uint16", ranges: [[117, 40_123]] } }));
  await saveModel(at("broken"), tinyModel());
  await truncate(at("broken", "unet", "diffusion_pytorch_model.safetensors"), 5000);
  await saveModel(at("not-a-model"), tinyModel());
  await rm(at("not-a-model", "model_index.json"));
  ({ page, complaints } = await demo.open());
  driver = pageDriver(page, folder);
  await page.context().setOffline(true);
}, 120_000);
afterAll(async () => {
  if (!chromiumFile) return;
  await demo.close();
  await rm(folder, { recursive: true });
});

/** The images of `cellgen sample`, by number. */
async function sampled(model: string, out: string, count: number, ...flags: string[]) {
  const io = testIo();
  const args = ["sample", "--model", model, "--out", at(out), "--count", String(count), ...flags];
  expect(await run(args, io), io.err()).toBe(0);
  const names = Array.from({ length: count }, (_, k) => `image-${String(k).padStart(5, "0")}.png`);
  return Promise.all(names.map((name) => readImage(at(out, name))));
}

function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0);
}

describe.skipIf(!chromiumFile)("the page, in Chromium", () => {
  it("generates the images of cellgen sample, within one gray level, and saves them one by one and as a grid", async () => {
    await driver.openShipped();
    await driver.generate({ "Number of images": "3", Steps: "4", Seed: "7" });
    const expected = await sampled(smear, "sampled", 3, "--seed", "7", "--steps", "4");
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
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await driver.openShipped();
    await page.getByLabel("Class").selectOption("WBC");
    await page.getByLabel("Sampler").selectOption("ddpm");
    expect(await page.getByLabel("Steps").inputValue()).toBe("1000");
    await driver.generate({ "Number of images": "1", Steps: "3", Seed: "0" });
    const { image } = await driver.saved("Save image 1, WBC");
    const flags = ["--class", "WBC", "--sampler", "ddpm", "--steps", "3"];
    const [expected] = await sampled(smear, "offline", 1, ...flags);
    expect(farthest(image.data, expected!.data)).toBeLessThanOrEqual(1);
    expect(complaints).toEqual([]);
  });

  it("shows and saves images of several channels as a composite in the colors of the channels", async () => {
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
    await driver.openFolder("unseen");
    await page.getByText("8 × 8 pixels, gray, no classes").waitFor();
    await page.getByLabel("Class").waitFor({ state: "detached" });
    await driver.generate({ "Number of images": "2" });
    const expected = await sampled(at("unseen"), "sampled-unseen", 2);
    const { name, image } = await driver.saved("Save image 2");
    expect(name).toBe("unseen-seed-0-00001.png");
    expect(pixelTypeOf(image.data)).toBe("uint16");
    // One of 256 gray levels, in 16-bit levels.
    expect(farthest(image.data, expected[1]!.data)).toBeLessThanOrEqual((40_123 - 117) / 255);
    expect(complaints).toEqual([]);
  });

  it("reports a folder that cannot be opened in one line, and keeps the open model", async () => {
    const alert = page.locator("[role=alert]");
    for (const [name, message] of [
      [
        "broken",
        /^broken\/unet\/diffusion_pytorch_model\.safetensors: .* The file is truncated or in another format\. Copy it again from its source\.$/,
      ],
      ["not-a-model", /^not-a-model must be a model's folder, but has no model_index\.json\. .*\.$/],
    ] as const) {
      await driver.openFolder(name);
      await alert.getByText(message).waitFor();
    }
    await saveModel(at("other"), tinyModel());
    await writeFile(at("other", "unet", "config.json"), '{ "_class_name": "UNet2DConditionModel" }');
    await driver.openFolder("other");
    await alert
      .getByText('other/unet/config.json: _class_name must be "UNet2DModel", got "UNet2DConditionModel".')
      .waitFor();
    await driver.generate({ "Number of images": "1", Steps: "2" });
    expect(await alert.textContent()).toBe("");
    expect(complaints).toEqual([]);
  });

  it("recovers after a failure, and reports a model folder that has been removed", async () => {
    const weights = at("nan", "unet", "diffusion_pytorch_model.safetensors");
    await saveModel(at("nan"), tinyModel());
    const bytes = await readFile(weights);
    await writeFile(weights, bytes.fill(0xff, bytes.length - 4));
    await driver.openFolder("nan");
    await page.locator(".model").getByText("nan").waitFor();
    await rm(at("nan"), { recursive: true });
    const alert = page.locator("[role=alert]");
    await page.getByRole("button", { name: "Generate" }).click();
    await alert.getByText("can no longer be read. Open the folder again.").waitFor();
    await page.getByRole("button", { name: "Generate" }).click();
    await alert.getByText("No model is open. Open a model first.").waitFor();
    await driver.openShipped();
    await driver.generate({ "Number of images": "1", Steps: "2" });
    expect(await alert.textContent()).toBe("");
    expect(complaints).toEqual([]);
  });

  it("accepts a dropped folder, but no file, and nothing while generating", async () => {
    await driver.openShipped();
    await page.getByLabel("Steps").fill("1000");
    await page.getByRole("button", { name: "Generate" }).click();
    await page.getByText("Generating ").waitFor();
    await driver.drop("unseen");
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Stopped.").waitFor();
    expect(await page.locator(".model").textContent()).toMatch(/^Blood smear/);
    await driver.drop("unseen");
    await page.getByText("8 × 8 pixels").waitFor();
    await driver.drop("unseen/model_index.json");
    await page.getByText("Drop exactly one folder").waitFor();
    expect(await page.locator(".model").textContent()).toMatch(/^unseen/);
    expect(complaints).toEqual([]);
  });

  it("accepts a drop as soon as the page shows that generation has stopped", async () => {
    await driver.openShipped();
    await page.getByLabel("Steps").fill("1000");
    await page.getByRole("button", { name: "Generate" }).click();
    await page.getByText("Generating ").waitFor();
    await page.evaluate(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector(".status")?.textContent?.startsWith("Stopped.")) return;
        observer.disconnect();
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([], "cell.png"));
        document.dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
      }).observe(document.body, { childList: true, characterData: true, subtree: true });
    });
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Drop exactly one folder").waitFor();
    expect(complaints).toEqual([]);
  });

  it("works with the keyboard, stops, and keeps the focus", async () => {
    await driver.openFolder("unseen");
    await page.getByText("8 × 8 pixels").waitFor();
    const focused = () =>
      page.evaluate(() => document.activeElement?.textContent || document.activeElement?.tagName);
    await page.getByLabel("Open a folder").focus();
    const order: unknown[] = [];
    for (let k = 0; k < 7; k++) {
      await page.keyboard.press("Tab");
      order.push(await focused());
    }
    expect(order.slice(0, 2)).toEqual(["Blood smear", "INPUT"]);
    expect(order.slice(4)).toEqual(["INPUT", "Generate", "New seed"]);

    await page.getByRole("button", { name: "Blood smear" }).press("Enter");
    await page.getByLabel("Class").waitFor();
    await page.getByLabel("Sampler").focus();
    await page.keyboard.press("End"); // ddpm, of 1000 steps
    await page.getByLabel("Number of images").focus();
    await page.keyboard.press("Enter");
    await page.getByText("Generating 8 images, 1000 steps each…").waitFor();
    await page.getByRole("button", { name: "Stop" }).focus();
    await page.keyboard.press("Space");
    await page.getByText("Stopped. 0 images finished.").waitFor();
    expect(await focused()).toBe("Generate");
    expect(complaints).toEqual([]);
  });

  it("fits a small window, and has no accessibility violations in light and dark mode", async () => {
    await page.setViewportSize({ width: 320, height: 480 });
    await driver.openShipped();
    await driver.generate({ "Number of images": "2", Steps: "2" });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect((await page.locator(".results").boundingBox())!.y).toBeLessThanOrEqual(240); // They came into view.
    await page.evaluate(await readFile(axe, "utf8"));
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as typeof globalThis & { axe: typeof import("axe-core") };
        const { violations } = await axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
      });
      expect(violations, colorScheme).toEqual([]);
    }
  });

  it("shows finished images only with reduced motion", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await driver.openShipped();
    await driver.generate({ "Number of images": "1", Steps: "2" });
    const isBlank = () =>
      page.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
        const { width, height } = canvas;
        const copy = new OffscreenCanvas(width, height).getContext("2d")!;
        copy.drawImage(canvas, 0, 0);
        return copy.getImageData(0, 0, width, height).data.every((value, i) => i % 4 === 3 || value === 0);
      });
    expect(await isBlank()).toBe(false);
    await page.getByLabel("Steps").fill("500");
    await page.getByRole("button", { name: "Generate" }).click();
    await page.waitForFunction(() => document.querySelector("progress")!.value > 2);
    expect(await page.locator(".tile:not(.waiting)").count()).toBe(0);
    expect(await isBlank()).toBe(true); // Nothing is left of the image before.
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Stopped.").waitFor();
    expect(complaints).toEqual([]);
  });

  it("deletes the caches of older versions, and keeps the caches of other pages", async () => {
    const { page: other } = await demo.open();
    await other.evaluate(async () => {
      await caches.open(`${location.href}service-worker.js older`);
      await caches.open("of another page");
      const registration = await navigator.serviceWorker.ready;
      await registration.unregister();
    });
    const address = other.url();
    await other.goto("about:blank"); // Only a worker without a page goes.
    await other.goto(address);
    await expect
      .poll(
        () => other.evaluate(async () => (await caches.keys()).map((name) => name.split(" ").at(-1)).sort()),
        { timeout: 30_000 },
      )
      .toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), "page"]);
    await other.close();
  });

  it("reloads offline", async () => {
    await page.reload();
    await page.getByRole("button", { name: "Generate", disabled: false }).waitFor();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await driver.generate({ "Number of images": "1", Steps: "2" });
    expect(complaints).toEqual([]);
  });
});
