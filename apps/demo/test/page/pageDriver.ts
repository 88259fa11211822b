import path from "node:path";
import { readImage } from "@cellgen/data/node";
import type { Page } from "playwright-core";

/** What the tests do on the page. Files lie in a folder. */
export function pageDriver(page: Page, folder: string) {
  const at = (name: string): string => path.join(folder, name);
  return {
    /** Presses a button that saves a file, and reads that file. */
    async saved(button: string) {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: button }).click(),
      ]);
      const file = at(`${Math.random()}.png`);
      await download.saveAs(file);
      return { name: download.suggestedFilename(), image: await readImage(file) };
    },
    /** Opens the model that comes with the page, if another is open. */
    async openShipped(): Promise<void> {
      const button = page.getByRole("button", { name: "Blood smear" });
      if (await button.isVisible()) await button.click();
      await page.getByLabel("Class").waitFor();
    },
    async openFolder(name: string): Promise<void> {
      await page.getByLabel("Open a folder").setInputFiles(at(name));
    },
    /** Drops a file or a folder onto the page. */
    async drop(name: string): Promise<void> {
      const browser = await page.context().newCDPSession(page);
      const data = { items: [], files: [at(name)], dragOperationsMask: 1 };
      for (const type of ["dragEnter", "dragOver", "drop"] as const) {
        await browser.send("Input.dispatchDragEvent", { type, x: 10, y: 10, data });
      }
      await browser.detach();
    },
    async generate(settings: Readonly<Record<string, string>> = {}): Promise<void> {
      for (const [name, value] of Object.entries(settings))
        await page.getByLabel(name, { exact: true }).fill(value);
      await page.getByRole("button", { name: "Generate" }).click();
      await page.getByText(/^\d+ images? in .* each\.$/).waitFor();
    },
  };
}
