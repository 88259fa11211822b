import { createHash } from "node:crypto";
import path from "node:path";
import { channelsText } from "@cellgen/data/text";
import type { Engine } from "@cellgen/engine";
import {
  htmlReport,
  machineFacts,
  type ReportContents,
  type ReportFacts,
  type ReportSection,
} from "@cellgen/figures";
import type { LoadedModel } from "@cellgen/pipelines/node";
import { commandLine } from "../terminal/commandLine.ts";
import { shownPath } from "../terminal/shownPath.ts";
import { version } from "../version.ts";
import type { OutputFolder } from "./outputFolder.ts";

export interface Result extends Omit<ReportContents, "commands"> {
  /** Fields of the record in addition to settings and model, such as scores and a list of the images. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** The engine and the model that a command used. */
interface Used {
  readonly model?: LoadedModel | undefined;
  readonly engine: Engine;
}

/** Write `report.html` and the record of a command. */
export async function writeResult(
  folder: OutputFolder,
  settings: { readonly out: string; readonly model?: string | undefined },
  { model, engine }: Used,
  { record, sections, ...page }: Result,
): Promise<void> {
  const repeat = repeatCommand(folder.command, settings);
  const contents = {
    ...page,
    sections: [...sections, usedFacts(settings, { model, engine })],
    commands: [
      {
        purpose: `Repeat in another folder, from ${process.cwd()}`,
        command: repeat,
      },
    ],
  };
  await folder.write("report.html", htmlReport(contents));
  await folder.finish({
    repeat,
    // Base of relative paths.
    workingDirectory: process.cwd(),
    settings,
    ...(model ? modelRecord(settings.model!, model) : {}),
    engine: engine.description,
    ...record,
  });
}

/** Return the command line that repeats a result with all settings in another folder. */
export function repeatCommand(
  command: string,
  settings: Readonly<Record<string, unknown>> & { readonly out: string },
): string {
  return commandLine(command, { ...settings, out: `${shownPath(settings.out)}-again` });
}

/** Return the facts of the report: settings, model and machine. */
function usedFacts(settings: object, { model, engine }: Used): ReportSection {
  return {
    kind: "facts",
    lists: {
      Settings: { ...settings },
      ...(model ? { Model: modelFacts(model) } : {}),
      Machine: { cellgen: version(), ...machineFacts(), engine: engine.description },
    },
  };
}

function modelFacts({ card, weights, unet }: LoadedModel): ReportFacts {
  return {
    images: `${card.width}x${card.height}, ${channelsText(card.channels, card.channelNames)}, ${card.pixelType}`,
    classes: card.classes.join(", ") || "none",
    weights: `${weights}, ${unet.parameterCount} parameters`,
    "trained for": `${String(card.training["step"] ?? "an unknown number of")} steps`,
  };
}

/** Return the entry of a model in a record. The digest identifies its weights. */
function modelRecord(folder: string, { parameters, weights }: LoadedModel): object {
  const digest = createHash("sha256");
  for (const name of Object.keys(parameters).sort()) digest.update(parameters[name]!);
  return { model: path.resolve(folder), weights, weightsSha256: digest.digest("hex") };
}
