import { readFileSync } from "node:fs";

/** Whether the processor has AMX. Linux tells, and elsewhere ONNX Runtime does not use it. */
export function hasAmx(): boolean {
  try {
    return /\bamx_int8\b/.test(readFileSync("/proc/cpuinfo", "utf8"));
  } catch {
    return false;
  }
}
