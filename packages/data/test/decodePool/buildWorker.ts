import path from "node:path";
import { build } from "esbuild";

/** Bundle the threads of decode pools, because tests run from the source. @returns Path of the bundle. */
export async function buildWorker(folder: string): Promise<string> {
  const outfile = path.join(folder, "decodeWorker.mjs");
  await build({
    entryPoints: [path.join(import.meta.dirname, "../../src/decodeWorker.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@cellgen/source"],
    logLevel: "error",
  });
  return outfile;
}
