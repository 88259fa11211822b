import { availableParallelism, cpus, platform, release, totalmem } from "node:os";
import { version } from "../version.ts";

/** What the program runs on, by name. */
export function environment(): Record<string, string> {
  return {
    cellgen: version(),
    "Node.js": process.versions.node,
    system: `${platform()} ${release()}, ${process.arch}`,
    processor: `${cpus()[0]?.model.trim() ?? "unknown"}, ${availableParallelism()} threads`,
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
  };
}
