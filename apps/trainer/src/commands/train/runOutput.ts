import { filesOfRun } from "@cellgen/training/node";
import type { OutputRules } from "../../output/outputRules.ts";

/** Output rules of a run. */
export const runOutput = {
  command: "train",
  contents: "a run",
  own: filesOfRun,
  remedy: "Resume it with --resume, replace it with --force",
} as const satisfies OutputRules;
