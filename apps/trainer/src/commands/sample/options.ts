import { stat } from "node:fs/promises";
import { displayOption } from "../../options/displayOption.ts";
import { engineOptions } from "../../options/engineOptions.ts";
import { formatOption } from "../../options/formatOption.ts";
import { imageSize } from "../../options/imageSize.ts";
import {
  batchOption,
  classOption,
  modelOption,
  outputOptions,
  seedOption,
  weightsOption,
} from "../../options/modelOptions.ts";
import { flagName, inGroup, optionTable, type SettingsOf } from "../../options/optionTable.ts";
import { flagSource, resolveSettings } from "../../options/resolveSettings.ts";
import { checkedRule, folderName, oneOf, wholeNumber } from "../../options/rules.ts";
import { generationOptions } from "../../options/samplerOptions.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { COUNTS_RULE, parseCounts } from "./countsText.ts";

/** The options of `cellgen sample`. */
export const sampleOptions = optionTable({
  ...modelOption,
  ...weightsOption,
  ...outputOptions,
  format: { ...formatOption.format, defaultNote: "that of the training images" },
  ...displayOption,
  ...inGroup("Sampling", {
    count: { schema: wholeNumber(1, 1_000_000), default: 16, help: "number of images" },
    class: { ...classOption.class, defaultNote: "each class in turn", help: "class of all images" },
    counts: {
      value: "<list>",
      schema: checkedRule<string>(
        (text) => typeof text === "string" && parseCounts(text) !== undefined,
        COUNTS_RULE,
        undefined,
      ),
      help: "number of images of each class, such as basophil=200,platelet=50; instead of --count and --class",
    },
    like: {
      schema: folderName(),
      reads: true,
      help: "folder whose classes are filled up to the largest one; instead of --counts",
    },
    size: {
      schema: imageSize(),
      defaultNote: "that of the training images",
      help: "size of the images: a side, or WIDTHxHEIGHT",
    },
  }),
  ...generationOptions,
  ...seedOption,
  ...batchOption,
  ...inGroup("Sampling", {
    precision: {
      schema: oneOf(["float32", "int8"]),
      default: "float32",
      help: "arithmetic of the network: float32 or int8 (faster, less accurate, see below)",
    },
    calibrate: {
      schema: folderName(),
      defaultNote: "16 images that the model generates",
      help: "folder of training images for the calibration of int8",
    },
  }),
  ...engineOptions,
});

/** Settings of a generation; those with `counts` or `like` have no `count`. */
export type SampleSettings = Omit<SettingsOf<typeof sampleOptions>, "count"> & { readonly count?: number };

/**
 * Resolve the settings of a generation.
 *
 * @throws UsageError if more than one option determines the classes and numbers of images, or a setting is wrong or missing.
 */
export function resolveSampleSettings(given: Readonly<Record<string, unknown>>): SampleSettings {
  const byClass = (["like", "counts"] as const).find((key) => given[key] !== undefined);
  const other = (["counts", "count", "class"] as const).find(
    (key) => key !== byClass && given[key] !== undefined,
  );
  if (byClass !== undefined && other !== undefined) {
    throw new UsageError(
      `${flagName(byClass)} and ${flagName(other)} cannot be used together. Omit one of them.`,
    );
  }
  const { count, ...settings } = resolveSettings(sampleOptions, [flagSource(given)]);
  return byClass === undefined ? { ...settings, count } : settings;
}

/** Check the settings. @throws UsageError if --calibrate is given without int8, or there is no such folder. */
export async function checkCalibration({ precision, calibrate }: SampleSettings): Promise<void> {
  if (calibrate === undefined) return;
  if (precision !== "int8") {
    throw new UsageError("--calibrate requires --precision int8. Omit it, or add --precision int8.");
  }
  if (!(await stat(calibrate).catch(() => undefined))?.isDirectory()) {
    throw new UsageError(
      `--calibrate ${calibrate}: there is no such folder. Give a folder of training images, or omit --calibrate.`,
    );
  }
}
