import { readFile, rm, truncate, writeFile } from "node:fs/promises";
import { saveModel } from "@cellgen/pipelines/node";
import { expect, it } from "vitest";
import { tinyModel } from "../../../../packages/pipelines/test/tinyModel.ts";
import type { OfflinePage } from "./offlinePage.ts";

/** Tests of opening models from folders, also by dropping them. */
export function modelFolderTests(opened: () => OfflinePage): void {
  it("reports a folder that cannot be opened in one line, and keeps the open model", async () => {
    const { at, page, complaints, driver } = opened();
    await saveModel(at("broken"), tinyModel());
    await truncate(at("broken", "unet", "diffusion_pytorch_model.safetensors"), 5000);
    await saveModel(at("not-a-model"), tinyModel());
    await rm(at("not-a-model", "model_index.json"));
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
    const { at, page, complaints, driver } = opened();
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
    const { page, complaints, driver } = opened();
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
    const { page, complaints, driver } = opened();
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
}
