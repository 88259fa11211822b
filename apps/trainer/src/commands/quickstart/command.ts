import type { CommandDefinition } from "../../runner/commandDefinition.ts";
import { shellWord, shownPath } from "../../terminal/describe.ts";
import { invocation } from "../../terminal/invocation.ts";
import { quickstartOptions } from "./options.ts";

/** `cellgen quickstart` */
export const quickstartCommand: CommandDefinition<typeof quickstartOptions> = {
  name: "quickstart",
  summary:
    "Train a small network on synthetic cells and generate new ones, in about 4 minutes. Needs no data.",
  options: quickstartOptions,
  examples: ["cellgen quickstart --out runs/first"],
  output: async (_, { out }) => {
    const { runOutput } = await import("../train/runOutput.ts");
    const { filesOfQuickstart } = await import("./filesOfQuickstart.ts");
    // The command is spelt out, because it may have been started by `npm start` without its name.
    const remedy = `Replace it: ${invocation()} quickstart --out ${shellWord(shownPath(out))} --force`;
    return { ...runOutput, own: filesOfQuickstart, remedy };
  },
  stopping: "Stopping after this step…",
  run: () => import("./run.ts"),
};
