import { existsSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors } from "@cellgen/safetensors/node";
import { type Unet, unet, unetConfigFromHuggingFace } from "@cellgen/unet";
import { z } from "zod";
import { checkModel, type DiffusionModel } from "./diffusionModel.ts";
import { firstIssue } from "./firstIssue.ts";
import { parametersFromHuggingFace } from "./huggingFaceParameters.ts";
import { schedulerConfigFromHuggingFace } from "./huggingFaceScheduler.ts";
import { cardWithoutFile, parseModelCard } from "./modelCard.ts";
import { cardFile, indexFile, networkFiles, schedulerFile } from "./modelFiles.ts";
import { readJson } from "./readJson.ts";

export interface LoadModelOptions {
  /**
   * The moving average of the weights (`unet_ema/`) or the weights as they were trained.
   * @default "ema" where there is one
   */
  readonly weights?: "ema" | "raw";
}

/** A model that was read from disk. */
export interface LoadedModel extends DiffusionModel {
  /** Which weights `parameters` are: the moving average, or the weights as they were trained. */
  readonly weights: "ema" | "raw";
}

const indexSchema = z.object(
  {
    _class_name: z.literal(["DDPMPipeline", "DDIMPipeline"], "must be DDPMPipeline or DDIMPipeline"),
  },
  "must be a JSON object",
);

/**
 * Reads a model from a folder in Hugging Face's layout: one that `saveModel` wrote, or diffusers' `save_pretrained` of a DDPMPipeline or
 * DDIMPipeline. Network and scheduler may also lie in the folder itself, as in models of before 2023.
 *
 * Everything is checked. A folder without `cellgen.json` gets a card with 8-bit images, and classes "0", "1"…
 *
 * @returns The model, with the weights that were asked for as float32, and which they are.
 * @throws RangeError naming the file and the remedy if the folder holds no such model, or anything in it is damaged, missing, or not
 * supported; TypeError for a network's config.json of another class; SafetensorsError for damaged weights; the system's error if a file
 * cannot be read.
 */
export async function loadModel(folder: string, options: LoadModelOptions = {}): Promise<LoadedModel> {
  const { weights } = options;
  if (weights !== undefined && weights !== "ema" && weights !== "raw") {
    throw new RangeError(`loadModel: weights must be "ema" or "raw", got ${JSON.stringify(weights)}.`);
  }
  await checkIndex(folder);
  const files = networkFiles(componentFolder(folder, "unet"));
  const network = about(files.config, await readPart(files.config), (json) =>
    unet(unetConfigFromHuggingFace(json)),
  );
  const schedulerPath = schedulerFile(componentFolder(folder, "scheduler"));
  const scheduler = about(schedulerPath, await readPart(schedulerPath), schedulerConfigFromHuggingFace);
  const cardPath = join(folder, cardFile);
  const cardJson = await readJson("loadModel", cardPath);
  const card =
    cardJson === undefined
      ? about(files.config, network.config, cardWithoutFile)
      : about(cardPath, cardJson, parseModelCard);
  const model = { unet: network, scheduler, card };
  about(folder, model, () => checkModel("loadModel", model));

  const averaged = join(folder, "unet_ema");
  const averagedFiles = networkFiles(averaged);
  const hasAveraged = Object.values(averagedFiles).some((file) => existsSync(file));
  if (weights === "ema" && !hasAveraged) {
    throw new RangeError(
      `loadModel: ${averaged} must hold the averaged weights, there are none. Leave weights out, or ask for "raw".`,
    );
  }
  const used = weights ?? (hasAveraged ? "ema" : "raw");
  const from = used === "ema" ? averagedFiles : files;
  const parameters = await readParameters(network, from.weights, from.pickledWeights);
  return { ...model, parameters, weights: used };
}

async function checkIndex(folder: string): Promise<void> {
  const path = join(folder, indexFile);
  const index = await readJson("loadModel", path);
  if (index === undefined) {
    throw new RangeError(
      existsSync(folder)
        ? `loadModel: ${folder} must be a model's folder, there is no ${indexFile} in it. Give one that was written whole by saveModel or save_pretrained.`
        : `loadModel: ${folder} must be a model's folder, there is none.`,
    );
  }
  const result = indexSchema.safeParse(index);
  if (!result.success) {
    throw new RangeError(
      `loadModel: ${path}: ${firstIssue(result.error, index)} Only models that denoise images with a UNet2DModel are read.`,
    );
  }
}

/** Where a part of the model lies: in a folder of its name, in old models in the model's own folder. */
function componentFolder(folder: string, name: string): string {
  const own = join(folder, name);
  return existsSync(own) ? own : folder;
}

async function readPart(file: string): Promise<unknown> {
  const json = await readJson("loadModel", file);
  if (json !== undefined) return json;
  throw new RangeError(`loadModel: ${file} must be there, it is missing. Copy the whole folder again.`);
}

async function readParameters(
  network: Unet,
  file: string,
  pickled: string,
): Promise<Record<string, Float32Array>> {
  if (!existsSync(file)) {
    throw new RangeError(
      existsSync(pickled)
        ? `loadModel: ${pickled} is in PyTorch's format, which is not read because it can run programs. Open the folder in Python and save it: DDPMPipeline.from_pretrained(folder).save_pretrained(folder, safe_serialization=True).`
        : `loadModel: ${file} must be there, it is missing. Copy the whole folder again.`,
    );
  }
  const { tensors } = await readSafetensors(file);
  return about(file, tensors, (given) => parametersFromHuggingFace(network, given));
}

/** Does something with a file's contents. An error is told in this function's name, with the file. */
function about<Contents, Result>(
  file: string,
  contents: Contents,
  work: (contents: Contents) => Result,
): Result {
  try {
    return work(contents);
  } catch (cause) {
    const message = `loadModel: ${file}: ${(cause as Error).message.replace(/^\w+: /, "")}`;
    throw cause instanceof TypeError ? new TypeError(message, { cause }) : new RangeError(message, { cause });
  }
}
