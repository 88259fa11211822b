import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build, defaultClientConditions } from "vite";
import { expect, it } from "vitest";
import { codeBlocks } from "../../../test/docs/markdown.ts";
import { preparedFolder } from "../../../test/docs/preparedFolder.ts";
import { linkPackages } from "../../../test/linkPackages.ts";
import { chromiumFile } from "../../../test/page/chromium.ts";

const guide = fileURLToPath(new URL("../../../docs/guide/code.md", import.meta.url));
const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

/** Serves a folder. */
async function serveFolder(folder: string) {
  const server = createServer(({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://page");
    const file = join(folder, pathname === "/" ? "index.html" : pathname);
    const exists = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
    response.writeHead(exists ? 200 : 404, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
    });
    response.end(exists ? readFileSync(file) : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

it.skipIf(!chromiumFile)(
  "the page of the guide to code, bundled by Vite without settings, generates images with a model from a folder",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "cellgen-guide-page-"));
    try {
      const pages = codeBlocks(guide).filter(({ language }) => language === "html");
      expect(pages).toHaveLength(1);
      linkPackages(folder);
      await preparedFolder(folder, { withModel: true });
      const root = join(folder, "page");
      mkdirSync(root);
      writeFileSync(join(root, "index.html"), `<!doctype html>\n${pages[0]!.text}`);
      await build({
        root,
        logLevel: "error",
        resolve: { conditions: ["@cellgen/source", ...defaultClientConditions] },
      });
      const served = await serveFolder(join(root, "dist"));
      const browser = await chromium.launch({ executablePath: chromiumFile! });
      try {
        const page = await browser.newPage();
        const errors: string[] = [];
        page.on("pageerror", (error) => errors.push(String(error)));
        await page.goto(served.url);
        await page.locator("#folder").setInputFiles(join(folder, "runs", "my-cells"));
        await page.waitForFunction(() => document.querySelectorAll("canvas").length === 4, undefined, {
          timeout: 200_000,
        });
        const sizes = await page.$$eval("canvas", (all) => all.map(({ width, height }) => [width, height]));
        expect(sizes).toEqual(Array(4).fill([32, 32]));
        expect(errors).toEqual([]);
      } finally {
        await browser.close();
        await served.close();
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  300_000,
);
