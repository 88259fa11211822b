import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { build, defaultClientConditions } from "vite";
import { type PageServer, servePage } from "../../src/server/servePage.ts";

const app = fileURLToPath(new URL("../..", import.meta.url));

/** The page, built from the sources and served, and a browser to open it in. */
export interface PageUnderTest {
  /** A new window on the page, once it is ready to generate. `complaints` are what the browser has said since: broken rules, errors. */
  open(options?: Parameters<Browser["newPage"]>[0]): Promise<{ page: Page; complaints: string[] }>;
  close(): Promise<void>;
}

/** @param folder - To build it in. */
export async function pageUnderTest(executablePath: string, folder: string): Promise<PageUnderTest> {
  const outDir = path.join(folder, "page");
  await build({
    root: app,
    logLevel: "error",
    resolve: { conditions: ["@cellgen/source", ...defaultClientConditions] },
    build: { outDir, emptyOutDir: true },
  });
  const server: PageServer = await servePage(outDir, 0);
  const browser = await chromium.launch({ executablePath });
  return {
    async open(options) {
      const page = await browser.newPage(options);
      page.setDefaultTimeout(30_000);
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(String(error)));
      // Violations of the policy are among them, those in workers included.
      page.on("console", (message) => {
        if (message.type() !== "log" && message.type() !== "info") complaints.push(message.text());
      });
      page.on("request", (request) => {
        const { origin, protocol } = new URL(request.url());
        if (protocol !== "blob:" && `${origin}/` !== server.address)
          complaints.push(`asked for ${request.url()}`);
      });
      await page.goto(server.address);
      await page.getByRole("button", { name: "Generate", disabled: false }).waitFor();
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
      return { page, complaints };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
