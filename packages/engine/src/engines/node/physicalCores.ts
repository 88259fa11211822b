import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/**
 * Return the number of physical cores that this process may use. Two threads per core slow matrix products down, and so do more threads than
 * a container's CPU quota. Undefined if unknown: ONNX Runtime then uses its default.
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
 * Count the cores on Linux: distinct cores among the allowed processors, limited by the CPU quota of the control group. If `/proc/cpuinfo`
 * lists no cores, as on ARM, every processor counts as one; infinite if it lists nothing.
 *
 * @param contents - Returns the text of a file, or an empty string if it does not exist.
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

/** Parse a processor list: "0-2,5" is the set of 0, 1, 2, 5. */
function processorList(list: string): Set<number> {
  const processors = new Set<number>();
  for (const range of list.split(",").filter(Boolean)) {
    const [first, last] = range.split("-").map(Number) as [number, number | undefined];
    for (let processor = first; processor <= (last ?? first); processor++) processors.add(processor);
  }
  return processors;
}

/** Return the CPU quota of the control group (version 2 or 1), in processors. */
function quota(contents: (file: string) => string): number {
  const [limit, period] = contents("/sys/fs/cgroup/cpu.max").trim().split(" ");
  if (period !== undefined)
    return limit === "max" ? Number.POSITIVE_INFINITY : Number(limit) / Number(period);
  const microseconds = Number(contents("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"));
  if (!(microseconds > 0)) return Number.POSITIVE_INFINITY;
  return microseconds / Number(contents("/sys/fs/cgroup/cpu/cpu.cfs_period_us"));
}
