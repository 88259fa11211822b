import type { CommandDefinition } from "../../runner/commandDefinition.ts";
import { quickstartOptions } from "./options.ts";

/** `cellgen quickstart` */
export const quickstartCommand: CommandDefinition<typeof quickstartOptions> = {
  name: "quickstart",
  summary:
    "Train a small network on synthetic cells and generate new ones, in about 4 minutes. Needs no data.",
  options: quickstartOptions,
  examples: [{ command: "cellgen quickstart --out runs/first" }],
  output: async () => (await import("./quickstartOutput.ts")).quickstartOutput(),
  stopping: "Stopping after this step…",
  run: () => import("./run.ts"),
};
