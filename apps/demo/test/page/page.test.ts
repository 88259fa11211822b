import { afterAll, beforeAll, describe } from "vitest";
import { chromiumFile } from "../../../../test/page/chromium.ts";
import { accessibilityTests } from "./accessibilityTests.ts";
import { generationTests } from "./generationTests.ts";
import { modelFolderTests } from "./modelFolderTests.ts";
import { type OfflinePage, offlinePage } from "./offlinePage.ts";
import { serviceWorkerTests } from "./serviceWorkerTests.ts";

if (!chromiumFile) console.log("the page: not tried, there is no Chromium. Name one in CELLGEN_CHROMIUM.");

// Building and opening the page is slow, so all tests run in one window, in this order.
describe.skipIf(!chromiumFile)("the page, in Chromium", () => {
  let opened: OfflinePage;
  beforeAll(async () => {
    opened = await offlinePage(chromiumFile!);
  }, 120_000);
  afterAll(() => opened.close());

  generationTests(() => opened);
  modelFolderTests(() => opened);
  accessibilityTests(() => opened);
  serviceWorkerTests(() => opened);
});
