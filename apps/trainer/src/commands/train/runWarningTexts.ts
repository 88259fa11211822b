import { describeRunIssue, type PreparedRun } from "@cellgen/training/node";
import { flagName } from "../../options/optionTable.ts";

/** The warnings of a run, with the flags' names. Unreadable files are listed with the folder. */
export function runWarningTexts({ warnings }: Pick<PreparedRun, "warnings">): string[] {
  return warnings
    .filter(({ code }) => code !== "unreadable-images")
    .map((warning) => describeRunIssue(warning, flagName));
}
