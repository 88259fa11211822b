import { stat } from "node:fs/promises";
import { evaluationDefaults } from "@cellgen/evaluation/defaults";
import { z } from "zod";
import { displayOption } from "../../options/displayOption.ts";
import { engineOptions } from "../../options/engineOptions.ts";
import { groupOption } from "../../options/groupOption.ts";
import {
  batchOption,
  modelOption,
  outputOptions,
  seedOption,
  weightsOption,
} from "../../options/modelOptions.ts";
import { flagName, inGroup, optionTable, type SettingsOf } from "../../options/optionTable.ts";
import { requireEither } from "../../options/requireEither.ts";
import { flagSource, resolveSettings } from "../../options/resolveSettings.ts";
import { folderName, wholeNumber } from "../../options/rules.ts";
import { generationOptions } from "../../options/samplerOptions.ts";
import { indexOption, modelSelectionOptions } from "../../options/selectionOptions.ts";
import { shownPath } from "../../terminal/shownPath.ts";
import { UsageError } from "../../terminal/usageError.ts";

const { required, ...model } = modelOption.model;

/** Options that apply to a model, but not to a folder of generated images. */
const modelOnlyOptions = optionTable({
  ...inGroup("Generated images", weightsOption),
  ...generationOptions,
  batch: { ...batchOption.batch, default: evaluationDefaults.batchSize },
});

/** The options of `cellgen evaluate`. */
export const evaluateOptions = optionTable({
  ...inGroup("Generated images", {
    model,
    images: {
      schema: folderName(),
      reads: true,
      help: "folder of generated images instead of a model; subfolders can be classes",
    },
  }),
  ...modelOnlyOptions,
  ...inGroup("Real images", {
    data: {
      schema: folderName(),
      required: "Give the folder of training images.",
      reads: true,
      help: "folder of the training images",
    },
    heldOut: {
      schema: folderName(),
      defaultNote: "images of --data that the model was not trained on, else a quarter",
      reads: true,
      help: "folder of held-out real images",
    },
    ...groupOption,
    index: indexOption("index.csv in --data"),
    selectChannels: modelSelectionOptions.selectChannels,
    z: modelSelectionOptions.z,
    time: modelSelectionOptions.time,
  }),
  ...outputOptions,
  ...displayOption,
  ...inGroup("Evaluation", {
    count: {
      schema: wholeNumber(8, 100_000),
      defaultNote: `${evaluationDefaults.count} with --model, all with --images`,
      help: "number of generated images, at least 8",
    },
    features: {
      value: "<which>",
      schema: z
        .string()
        .regex(/^(cells|learnt|.*\.onnx)$/i, "must be cells, learnt or the name of an .onnx file"),
      default: "learnt",
      help: "features to compare: learnt, cells or FILE.onnx, see below",
    },
    segmentChannel: {
      value: "<channel>",
      schema: z.string("must be the index or the name of a channel"),
      defaultNote: "the nuclear stain by its name, or the first; all of gray and color images",
      help: "index or name of the channel in which cells are segmented and measured",
    },
    ...seedOption,
  }),
  ...engineOptions,
});

/** Settings of an evaluation; those of a folder of generated images lack the options that apply to a model. */
export type EvaluateSettings = SettingsOf<typeof evaluateOptions>;

/**
 * Resolve the settings of an evaluation, of a model or of a folder of generated images.
 *
 * @throws UsageError unless exactly one of --model and --images is given, if an option does not apply, or a setting is wrong or missing.
 */
export function resolveEvaluateSettings(given: Readonly<Record<string, unknown>>): EvaluateSettings {
  requireEither(given, ["model", "images"], "Give the folder of a trained model, or of generated images.");
  const settings = resolveSettings(evaluateOptions, [flagSource(given)]);
  if (settings.model !== undefined) return settings;
  const notApplicable = Object.keys(modelOnlyOptions).filter((key) => given[key] !== undefined);
  if (notApplicable.length > 0) {
    throw new UsageError(
      `${notApplicable.map(flagName).join(", ")} cannot be used with --images, which already exist. Omit ${notApplicable.length === 1 ? "it" : "them"}, or give the --model that generated the images.`,
    );
  }
  const others = Object.entries(settings).filter(([key]) => !Object.hasOwn(modelOnlyOptions, key));
  return Object.fromEntries(others) as EvaluateSettings;
}

/** Check that the feature file exists. @throws UsageError if it does not. */
export async function checkFeatures({ features }: EvaluateSettings): Promise<void> {
  if (/\.onnx$/i.test(features) && !(await stat(features).catch(() => undefined))?.isFile()) {
    throw new UsageError(
      `--features ${shownPath(features)}: there is no such file. Give an ONNX file, cells or learnt.`,
    );
  }
}
