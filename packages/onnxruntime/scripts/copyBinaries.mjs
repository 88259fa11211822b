/**
 * Copies ONNX Runtime's binaries out of the devDependency onnxruntime-node into the packages of the platforms, with its licence and notices:
 * `node copyBinaries.mjs linux-x64 …`, by default the platform that this runs on. Packing a platform's package does so by itself.
 */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const onnxruntime = fileURLToPath(new URL("..", import.meta.url));
const source = dirname(createRequire(import.meta.url).resolve("onnxruntime-node/package.json"));

/**
 * The files that a platform needs for the providers `cpu`, `webgpu` and `coreml`. Excluded are DirectML.dll (18 MB, for `dml` only) and the
 * second copy of the macOS library.
 */
const filesOf = {
  "darwin-arm64": ["onnxruntime_binding.node", "libonnxruntime.1.dylib"],
  "linux-arm64": ["onnxruntime_binding.node", "libonnxruntime.so.1"],
  "linux-x64": ["onnxruntime_binding.node", "libonnxruntime.so.1"],
  "win32-arm64": ["onnxruntime_binding.node", "onnxruntime.dll", "dxcompiler.dll", "dxil.dll"],
  "win32-x64": ["onnxruntime_binding.node", "onnxruntime.dll", "dxcompiler.dll", "dxil.dll"],
};

const asked = process.argv.slice(2);
const here = `${process.platform}-${process.arch}`;
for (const platform of asked.length > 0 ? asked : Object.keys(filesOf).filter((name) => name === here)) {
  const files = filesOf[platform];
  if (!files) {
    throw new RangeError(
      `copyBinaries: platform must be one of ${Object.keys(filesOf).join(", ")}, got ${platform}.`,
    );
  }
  const target = join(onnxruntime, "platforms", platform);
  const binaries = join(source, "bin/napi-v6", ...platform.split("-"));
  for (const file of files) await copy(join(binaries, file), join(target, "bin", file));
  for (const file of ["LICENSE", "ThirdPartyNotices.txt"]) {
    await copy(join(onnxruntime, "licenses", file), join(target, file));
  }
}

/** Leaves an equal file alone and replaces another atomically: programs that run may have loaded it. */
async function copy(from, to) {
  const content = await readFile(from);
  if ((await readFile(to).catch(() => undefined))?.equals(content)) return;
  await mkdir(dirname(to), { recursive: true });
  const part = `${to}.${process.pid}`;
  await writeFile(part, content);
  await rename(part, to);
}
