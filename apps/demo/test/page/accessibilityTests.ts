import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect, it } from "vitest";
import type { OfflinePage } from "./offlinePage.ts";

const axe = createRequire(import.meta.url).resolve("axe-core");

/** Tests of the keyboard, small windows, color schemes and reduced motion. They leave the window at 320x480 pixels. */
export function accessibilityTests(opened: () => OfflinePage): void {
  it("works with the keyboard, stops, and keeps the focus", async () => {
    const { page, complaints, driver } = opened();
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
    const { page, driver } = opened();
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
    const { page, complaints, driver } = opened();
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
}
