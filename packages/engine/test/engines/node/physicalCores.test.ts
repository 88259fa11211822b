import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { linuxCores, physicalCores } from "../../../src/engines/node/physicalCores.ts";

/** Processors as /proc/cpuinfo shows them: [processor, physical id, core id]. */
const cpuinfo = (...processors: readonly (readonly [number, number, number])[]): string =>
  processors
    .map(
      ([processor, socket, core]) =>
        `processor\t: ${processor}\nphysical id\t: ${socket}\ncore id\t\t: ${core}\nflags\t: fpu`,
    )
    .join("\n\n");
const fourThreads = cpuinfo([0, 0, 0], [1, 0, 1], [2, 0, 0], [3, 0, 1]);
const allowed = (list: string): string => `Name:\tnode\nCpus_allowed:\tf\nCpus_allowed_list:\t${list}\n`;

const cores = (files: Readonly<Record<string, string>>): number => linuxCores((file) => files[file] ?? "");

it("counts cores, not threads", () => {
  expect(cores({ "/proc/cpuinfo": fourThreads })).toBe(2);
  expect(cores({ "/proc/cpuinfo": cpuinfo([0, 0, 0], [1, 1, 0]) })).toBe(2);
});

it("counts the cores of the processors that the process may run on", () => {
  const count = (list: string) => cores({ "/proc/cpuinfo": fourThreads, "/proc/self/status": allowed(list) });
  expect(count("0-3")).toBe(2);
  expect(count("0,2")).toBe(1);
  expect(count("1-2")).toBe(2);
});

it("counts no more than the control group has time for, at least one", () => {
  const eight = cpuinfo(...Array.from({ length: 8 }, (_, i) => [i, 0, i] as const));
  const withQuota = (max: string) => cores({ "/proc/cpuinfo": eight, "/sys/fs/cgroup/cpu.max": max });
  expect(withQuota("max 100000\n")).toBe(8);
  expect(withQuota("350000 100000\n")).toBe(3);
  expect(withQuota("50000 100000\n")).toBe(1);
  const version1 = (microseconds: string) =>
    cores({
      "/proc/cpuinfo": eight,
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": microseconds,
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    });
  expect(version1("-1\n")).toBe(8);
  expect(version1("200000\n")).toBe(2);
});

it("takes processors for cores where none are told, as on ARM", () => {
  const arm = "processor\t: 0\nBogoMIPS\t: 50.00\n\nprocessor\t: 1\nBogoMIPS\t: 50.00\n\nHardware\t: board\n";
  expect(cores({ "/proc/cpuinfo": arm })).toBe(2);
  expect(cores({})).toBe(Number.POSITIVE_INFINITY);
});

it("finds one to all of the processors of this machine", () => {
  const count = physicalCores();
  if (process.platform === "win32") expect(count).toBeUndefined();
  else expect(count).toBeGreaterThanOrEqual(1);
  expect(count ?? 1).toBeLessThanOrEqual(availableParallelism());
});
