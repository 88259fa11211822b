import path from "node:path";
import type { CommandDefinition } from "../../runner/commandDefinition.ts";
import { commandLine } from "../../terminal/commandLine.ts";
import { shownPath } from "../../terminal/shownPath.ts";
import { CELLS, quickstartOptions } from "./options.ts";

/** `cellgen quickstart` */
export const quickstartCommand: CommandDefinition<typeof quickstartOptions> = {
  name: "quickstart",
  summary:
    "Train a small network on synthetic cells and generate new ones, in about 4 minutes. Needs no data.",
  options: quickstartOptions,
  examples: ["cellgen quickstart --out runs/first"],
  output: async (_, { out }) => {
    const { runOutput } = await import("../train/runOutput.ts");
    const { filesOfSyntheticCells } = await import("@cellgen/data/node");
    const own = async (root: string): Promise<string[]> => {
      const cells = await filesOfSyntheticCells(path.join(root, CELLS));
      return [...(await runOutput.own(root)), ...cells.map((name) => `${CELLS}/${name}`)];
    };
    // Give the full command: `npm start` runs quickstart without its name.
    const remedy = `Replace it: ${commandLine("quickstart", { out: shownPath(out), force: true })}`;
    return { ...runOutput, own, remedy };
  },
  stopping: "Stopping after this step…",
  run: () => import("./run.ts"),
};
