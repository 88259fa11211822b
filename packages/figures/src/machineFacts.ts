import { availableParallelism, cpus, platform, release, totalmem } from "node:os";
import type { ReportFacts } from "./htmlReport.ts";

/** Return facts about the machine for a report: Node.js, system, processor, memory. */
export function machineFacts(): ReportFacts {
  return {
    "Node.js": process.versions.node,
    system: `${platform()} ${release()}, ${process.arch}`,
    processor: `${cpus()[0]?.model.trim() ?? "unknown"}, ${availableParallelism()} threads`,
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
  };
}
