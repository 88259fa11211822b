import { readFileSync } from "node:fs";

/** The most memory that this process has had. On Linux of this program alone: what getrusage counts there may be its parent's. */
export function peakBytes() {
  try {
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
