import type { OutputRules } from "../../output/outputFolder.ts";
import { runOutput } from "../../output/runFolder.ts";
import { invocation } from "../../terminal/invocation.ts";
import { syntheticFiles } from "../data/syntheticCells.ts";

/** A run, with its training images in a folder below it. */
export function quickstartOutput(): OutputRules {
  return {
    ...runOutput,
    own: {
      folders: [...runOutput.own.folders, ...syntheticFiles.folders.map((folder) => `cells/${folder}`)],
      pattern: new RegExp(`${runOutput.own.pattern.source}|${syntheticFiles.pattern.source}`),
    },
    // The command is spelt out, because it may have been started by `npm start` without its name.
    remedy: `Replace it: ${invocation()} quickstart --force`,
  };
}
