import path from "node:path";
import type { Engine } from "@cellgen/engine";
import type { LoadedModel } from "@cellgen/pipelines/node";
import { type Drawing, describeDrawing } from "../../model/drawing.ts";
import { repeatCommand } from "../../output/repeatCommand.ts";
import { modelFacts } from "../../output/writeResult.ts";
import type { ReportContents } from "../../report/report.ts";
import { plural } from "../../terminal/describe.ts";
import type { SampleSettings } from "./options.ts";

export interface SampleOutcome {
  readonly settings: SampleSettings;
  readonly drawing: Drawing;
  readonly model: LoadedModel;
  readonly engine: Engine;
  /** A PNG. */
  readonly grid: Uint8Array;
  /** Images on the grid, and in all. */
  readonly shown: number;
  readonly all: number;
}

/** What the report of `cellgen sample` says. */
export function sampleReport(outcome: SampleOutcome): ReportContents {
  const { settings, drawing, model, engine, grid, shown, all } = outcome;
  const { out, precision, seed } = settings;
  return {
    title: `${path.basename(path.resolve(out))}: generated cells`,
    summary: `${plural(all, "image")} by ${describeDrawing(drawing)} in ${precision}, seed ${seed}. None of them is chosen.`,
    warnings: [],
    sections: [
      {
        kind: "picture",
        title: shown < all ? `The first ${shown}` : "All images",
        caption: "Each is a function of the seed, its number, its class and the settings.",
        image: grid,
      },
      modelFacts(settings, model, engine),
    ],
    commands: [
      {
        purpose: `The same images once more; typed in ${process.cwd()}`,
        command: repeatCommand("sample", settings),
      },
    ],
  };
}
