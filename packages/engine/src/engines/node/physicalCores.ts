import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/**
 * Cores that compute by themselves and that this process may use: two threads on one core slow matrix products down, and so do more
 * threads than a container has time for. Undefined where it cannot be found out: ONNX Runtime counts then.
 */
export function physicalCores(): number | undefined {
  if (process.platform === "linux") return Math.min(linuxCores(read), availableParallelism());
  if (process.platform !== "darwin") return undefined;
  try {
    return Number(execFileSync("sysctl", ["-n", "hw.physicalcpu"], { encoding: "utf8" })) || undefined;
  } catch {
    return undefined;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/**
 * The count on Linux: the distinct cores among the processors that the process may run on, at most as many as its control group has
 * processor time for. Where `/proc/cpuinfo` tells no cores, as on ARM, every processor is one; infinite if it tells nothing.
 *
 * @param contents - The text of a file, empty if there is none.
 */
export function linuxCores(contents: (file: string) => string): number {
  const allowed = processorList(
    /^Cpus_allowed_list:\s*(\S+)/m.exec(contents("/proc/self/status"))?.[1] ?? "",
  );
  const cores = new Set<string>();
  for (const block of contents("/proc/cpuinfo").split("\n\n")) {
    const field = (name: string): string | undefined =>
      new RegExp(`^${name}\\s*: (\\d+)`, "m").exec(block)?.[1];
    const processor = field("processor");
    if (processor === undefined || (allowed.size > 0 && !allowed.has(Number(processor)))) continue;
    const core = field("core id");
    cores.add(core === undefined ? `processor ${processor}` : `${field("physical id")} ${core}`);
  }
  return Math.min(cores.size || Number.POSITIVE_INFINITY, Math.max(1, Math.floor(quota(contents))));
}

/** "0-2,5" as the set of 0, 1, 2, 5. */
function processorList(list: string): Set<number> {
  const processors = new Set<number>();
  for (const range of list.split(",").filter(Boolean)) {
    const [first, last] = range.split("-").map(Number) as [number, number | undefined];
    for (let processor = first; processor <= (last ?? first); processor++) processors.add(processor);
  }
  return processors;
}

/** Processors' worth of time that the control group gets, version 2 or 1. */
function quota(contents: (file: string) => string): number {
  const [limit, period] = contents("/sys/fs/cgroup/cpu.max").trim().split(" ");
  if (period !== undefined)
    return limit === "max" ? Number.POSITIVE_INFINITY : Number(limit) / Number(period);
  const microseconds = Number(contents("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"));
  if (!(microseconds > 0)) return Number.POSITIVE_INFINITY;
  return microseconds / Number(contents("/sys/fs/cgroup/cpu/cpu.cfs_period_us"));
}
