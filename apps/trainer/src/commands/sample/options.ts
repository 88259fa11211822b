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
import { inGroup, optionTable, type SettingsOf } from "../../options/optionTable.ts";
import { folderName, oneOf, wholeNumber } from "../../options/rules.ts";
import { generationOptions } from "../../options/samplerOptions.ts";
import { UsageError } from "../../terminal/usageError.ts";

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

export type SampleSettings = SettingsOf<typeof sampleOptions>;

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
