import { filesOfRun } from "@cellgen/training/node";
import type { OutputRules } from "../../output/outputRules.ts";

/** A run in an output folder. */
export const runOutput = {
  command: "train",
  contents: "a run",
  own: filesOfRun,
  remedy: "Resume it with --resume, replace it with --force",
} as const satisfies OutputRules;
