import type { Engine } from "@cellgen/engine";
import type { LoadedModel } from "@cellgen/pipelines/node";
import { modelRecord } from "../model/modelRecord.ts";
import type { ModelSettings } from "../options/modelOptions.ts";
import { type ReportContents, type ReportSection, report } from "../report/report.ts";
import { environment } from "./environment.ts";
import type { OutputFolder } from "./outputFolder.ts";
import { repeatCommand } from "./repeatCommand.ts";

export interface Result extends Omit<ReportContents, "commands"> {
  /** The command's name, such as "inpaint". */
  readonly command: string;
  /** What is written beside the settings and the model: scores, a list of the images. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** Writes `report.html` and the record of a command that has used a model. */
export async function writeResult(
  folder: OutputFolder,
  settings: ModelSettings,
  { model, engine }: { readonly model: LoadedModel; readonly engine: Engine },
  { command, record, sections, ...page }: Result,
): Promise<void> {
  const repeated = repeatCommand(command, settings);
  const contents = {
    ...page,
    sections: [...sections, modelFacts(settings, model, engine)],
    commands: [
      {
        purpose: `The same result once more, into another folder; typed in ${process.cwd()}`,
        command: repeated,
      },
    ],
  };
  await folder.write("report.html", report(contents));
  await folder.finish({
    repeat: repeated,
    // Relative paths are meant from here.
    workingDirectory: process.cwd(),
    settings,
    ...modelRecord(settings, model, engine),
    ...record,
  });
}

/** What was set, which model it was and what ran it, as a section of a report. */
export function modelFacts(
  settings: object,
  { card, weights, unet }: LoadedModel,
  engine: Engine,
): ReportSection {
  return {
    kind: "facts",
    lists: [
      { title: "Settings", rows: Object.entries(settings).map(([name, value]) => [name, String(value)]) },
      {
        title: "Model",
        rows: [
          [
            "images",
            `${card.width}x${card.height}, ${card.channels === 1 ? "grey" : "colour"}, ${card.bitDepth} bits`,
          ],
          ["classes", card.classes.join(", ") || "none"],
          ["weights", `${weights}, ${unet.parameterCount} parameters`],
          ["trained for", `${String(card.training["step"] ?? "an unknown number of")} steps`],
        ],
      },
      { title: "Machine", rows: [...environment(), ["engine", engine.description]] },
    ],
  };
}
