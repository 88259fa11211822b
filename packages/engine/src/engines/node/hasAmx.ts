import { readFileSync } from "node:fs";

/** Check whether the processor has AMX. Only implemented on Linux; elsewhere ONNX Runtime does not use it. */
export function hasAmx(): boolean {
  try {
    return /\bamx_int8\b/.test(readFileSync("/proc/cpuinfo", "utf8"));
  } catch {
    return false;
  }
}
