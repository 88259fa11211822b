import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { saveModel } from "@cellgen/pipelines/node";
import type { Page } from "playwright-core";
import { tinyModel } from "../../../../packages/pipelines/test/tinyModel.ts";
import { type PageUnderTest, pageUnderTest } from "./openPage.ts";
import { pageDriver } from "./pageDriver.ts";

/** A window on the page, with the network cut off since the model was loaded, and a folder with a 16-bit gray model `unseen`. */
export interface OfflinePage {
  at(...names: string[]): string;
  /** Opens further windows. */
  readonly demo: PageUnderTest;
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly driver: ReturnType<typeof pageDriver>;
  close(): Promise<void>;
}

export async function offlinePage(executablePath: string): Promise<OfflinePage> {
  const folder = await mkdtemp(path.join(tmpdir(), "cellgen-demo-"));
  const at = (...names: string[]): string => path.join(folder, ...names);
  const demo = await pageUnderTest(executablePath, folder);
  await saveModel(at("unseen"), tinyModel({ card: { pixelType: "uint16", ranges: [[117, 40_123]] } }));
  const { page, complaints } = await demo.open();
  await page.context().setOffline(true);
  return {
    at,
    demo,
    page,
    complaints,
    driver: pageDriver(page, folder),
    async close() {
      await demo.close();
      await rm(folder, { recursive: true });
    },
  };
}
