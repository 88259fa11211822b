import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { OnnxRuntime } from "./OnnxRuntime.ts";

/** The npm package onnxruntime-node, which has every execution provider of its platform. */
export interface FullOnnxRuntime {
  readonly version: string;
  load(): OnnxRuntime;
}

/**
 * Find onnxruntime-node in the node_modules of a folder or its ancestors, without running any of its code.
 *
 * @returns Undefined if it is not installed there.
 */
export function findFullOnnxRuntime(folder: string): FullOnnxRuntime | undefined {
  const place = join(folder, "node_modules", "onnxruntime-node");
  try {
    const { version } = JSON.parse(readFileSync(join(place, "package.json"), "utf8")) as { version: string };
    return { version, load: () => createRequire(import.meta.url)(place) as OnnxRuntime };
  } catch {
    return dirname(folder) === folder ? undefined : findFullOnnxRuntime(dirname(folder));
  }
}
