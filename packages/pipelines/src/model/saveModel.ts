import { mkdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomic } from "@cellgen/data/node";
import { type SafetensorsInput, toFloat16 } from "@cellgen/safetensors";
import { writeSafetensors } from "@cellgen/safetensors/node";
import { type LayoutTensor, type UnetConfig, unetConfigToHuggingFace } from "@cellgen/unet";
import { checkModel, type DiffusionModel, sampleSizeOf } from "./diffusionModel.ts";
import { parametersToHuggingFace } from "./huggingFaceParameters.ts";
import { schedulerConfigToHuggingFace } from "./huggingFaceScheduler.ts";
import { parseModelCard } from "./modelCard.ts";
import { cardFile, indexFile, networkFiles, schedulerFile } from "./modelFiles.ts";
import { schedulerConfig } from "./schedulerConfig.ts";

export interface ModelToSave extends DiffusionModel {
  /** Exponential moving average of `parameters`. */
  readonly emaParameters?: Readonly<Record<string, Float32Array>>;
}

export interface SaveModelOptions {
  /**
   * Precision of the written weights. "float16" halves the file size; every weight is rounded to 11 significant bits.
   * @default "float32"
   */
  readonly precision?: "float32" | "float16";
}

/**
 * Write a model in Hugging Face's layout. Load it in Python with `DDPMPipeline.from_pretrained(folder)`, or with `loadModel`.
 *
 * ```
 * model_index.json  unet/config.json  unet/diffusion_pytorch_model.safetensors  scheduler/scheduler_config.json
 * unet_ema/ (the same two files, if emaParameters are given)  cellgen.json (the card)
 * ```
 *
 * Each file is written atomically. An existing `model_index.json` is removed first and the new one written last, so a folder with missing or
 * outdated files is not a valid model. A network without `sampleSize` gets the images' size, which Python needs.
 *
 * @param folder - Created if it does not exist. A model in it is replaced; other files are kept.
 * @param model - Do not change its arrays until the promise is settled. It is not retained.
 * @throws RangeError or TypeError, before anything is written, if the parts do not fit together or a weight is too large for float16; the
 *   system's error (`code` `"ENOSPC"` …) if a file cannot be written.
 */
export async function saveModel(
  folder: string,
  model: ModelToSave,
  options: SaveModelOptions = {},
): Promise<void> {
  const { precision = "float32" } = options;
  if (precision !== "float32" && precision !== "float16") {
    throw new RangeError(
      `saveModel: precision must be "float32" or "float16", got ${JSON.stringify(precision)}.`,
    );
  }
  const inPrecision =
    precision === "float16" ? halved : (tensors: Tensors): Record<string, SafetensorsInput> => tensors;
  const scheduler = schedulerConfig(model.scheduler);
  const card = parseModelCard(model.card);
  checkModel("saveModel", { unet: model.unet, scheduler, card });
  const config: UnetConfig = {
    ...model.unet.config,
    sampleSize: model.unet.config.sampleSize ?? sampleSizeOf(card),
  };
  const networks = [
    { folder: "unet", tensors: inPrecision(parametersToHuggingFace(model.unet, model.parameters)) },
  ];
  if (model.emaParameters) {
    networks.push({
      folder: "unet_ema",
      tensors: inPrecision(parametersToHuggingFace(model.unet, model.emaParameters)),
    });
  }

  await rm(join(folder, indexFile), { force: true });
  if (!model.emaParameters) await removeNetwork(folder, "unet_ema");
  for (const { folder: name, tensors } of networks) {
    await mkdir(join(folder, name), { recursive: true });
    const files = networkFiles(name);
    await writeJson(join(folder, files.config), unetConfigToHuggingFace(config));
    await writeSafetensors(join(folder, files.weights), tensors, { format: "pt" });
  }
  await mkdir(join(folder, "scheduler"), { recursive: true });
  await writeJson(join(folder, schedulerFile("scheduler")), schedulerConfigToHuggingFace(scheduler));
  await writeJson(join(folder, cardFile), card);
  await writeJson(join(folder, indexFile), {
    _class_name: "DDPMPipeline",
    _diffusers_version: "0.42.1",
    scheduler: ["diffusers", "DDPMScheduler"],
    unet: ["diffusers", "UNet2DModel"],
  });
}

type Tensors = Readonly<Record<string, LayoutTensor>>;

function halved(tensors: Tensors): Record<string, SafetensorsInput> {
  const entries = Object.entries(tensors).map(([name, { shape, data }]) => {
    const wrong = data.find((value) => Math.abs(value) >= 65520);
    if (wrong !== undefined) {
      throw new RangeError(
        `saveModel: "${name}" must have weights of absolute value below 65520 for float16, got ${wrong}. Save it in float32.`,
      );
    }
    return [name, { shape, data: toFloat16(data), dtype: "F16" }];
  });
  return Object.fromEntries(entries);
}

/** Remove a network's files, and its folder if it is empty. */
async function removeNetwork(folder: string, name: string): Promise<void> {
  const { config, weights } = networkFiles(name);
  for (const file of [config, weights]) await rm(join(folder, file), { force: true });
  try {
    await rmdir(join(folder, name));
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    // Some systems report EEXIST for a folder that is not empty.
    if (!["ENOENT", "ENOTEMPTY", "EEXIST"].includes(code)) throw error;
  }
}

async function writeJson(file: string, contents: unknown): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(contents, null, 2)}\n`);
}
