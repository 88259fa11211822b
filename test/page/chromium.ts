import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The Chromium that tests of pages run in: the one that CELLGEN_CHROMIUM names, or the first on the PATH. Undefined if there is none. */
export const chromiumFile: string | undefined =
  process.env["CELLGEN_CHROMIUM"] ?? onPath("chromium", "chromium-browser", "google-chrome");

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
