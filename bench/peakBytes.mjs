import { readFileSync } from "node:fs";

/** Peak memory of this process. On Linux of this program only: getrusage may include that of the parent there. */
export function peakBytes() {
  try {
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
