import path from "node:path";
import type { OutputRules } from "../../output/outputFolder.ts";
import { listOwnFiles } from "../../output/ownFiles.ts";
import { runOutput } from "../../output/runOutput.ts";
import { invocation } from "../../terminal/invocation.ts";
import { syntheticFiles } from "../data/syntheticFiles.ts";

/** A run, with its training images in a folder below it. */
export function quickstartOutput(): OutputRules {
  return {
    ...runOutput,
    async own(root) {
      const cells = await listOwnFiles(path.join(root, "cells"), syntheticFiles);
      return [...(await runOutput.own(root)), ...cells.map((name) => `cells/${name}`)];
    },
    // The command is spelt out, because it may have been started by `npm start` without its name.
    remedy: `Replace it: ${invocation()} quickstart --force`,
  };
}
