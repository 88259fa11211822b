/** `node apps/demo/takePicture.mjs docs/pictures/page.png` builds the page, generates eight images in it, and takes a picture at an intermediate step. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const at = (file) => fileURLToPath(new URL(file, import.meta.url));
const imported = async (file) => (await runnerImport(at(file), { root: at("."), logLevel: "error" })).module;

const [picture] = process.argv.slice(2);
if (!picture) throw new Error("Give the file of the picture: node apps/demo/takePicture.mjs FILE.png");

const { chromiumFile } = await imported("../../test/page/chromium.ts");
const { pageUnderTest } = await imported("test/page/openPage.ts");
const folder = mkdtempSync(join(tmpdir(), "cellgen-picture-"));
const site = await pageUnderTest(chromiumFile, folder);
try {
  const { page } = await site.open({ viewport: { width: 1100, height: 900 } });
  await page.getByLabel("Number of images", { exact: true }).fill("8");
  await page.getByRole("button", { name: "Generate" }).click();
  await page.waitForFunction(() => {
    const progress = document.querySelector("progress");
    return progress && progress.value / progress.max >= 0.55;
  });
  await page.screenshot({ path: picture, fullPage: true });
} finally {
  await site.close();
  rmSync(folder, { recursive: true });
}
