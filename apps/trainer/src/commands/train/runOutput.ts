import { filesOfRun } from "@cellgen/training/node";
import type { OutputRules } from "../../output/outputRules.ts";

/** A run in an output folder, which may hold other files too. */
export const runOutput = {
  command: "train",
  contents: "a run",
  own: filesOfRun,
  amongOthers: true,
  remedy: "Resume it with --resume, replace it with --force",
} as const satisfies OutputRules;
