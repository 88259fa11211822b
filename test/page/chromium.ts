import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { npmChromium } from "./npmChromium.ts";

/**
 * The Chromium that tests of pages run in: the one that CELLGEN_CHROMIUM names, that of the npm package @sparticuz/chromium, or the first
 * on the PATH. Undefined if there is none.
 *
 * @throws Error if there is none, where CELLGEN_REQUIRE_CHROMIUM is set.
 */
export const chromiumFile: string | undefined =
  process.env["CELLGEN_CHROMIUM"] ??
  npmChromium() ??
  onPath("chromium", "chromium-browser", "google-chrome") ??
  missing();

/** Lets pages compute with WebGPU and WebGL on a machine without a graphics card. */
export const softwareGraphics: readonly string[] = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
  "--use-gl=angle",
  "--use-angle=swiftshader",
];

function onPath(...names: readonly string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => existsSync(file));
}

function missing(): undefined {
  if (process.env["CELLGEN_REQUIRE_CHROMIUM"] !== undefined) {
    throw new Error("Tests of pages need a Chromium. Install one, or name one in CELLGEN_CHROMIUM.");
  }
  return undefined;
}
