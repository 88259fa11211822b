import { decodeSafetensors, type SafetensorsEntry, SafetensorsError } from "@cellgen/safetensors";
import { type Unet, unet, unetConfigFromHuggingFace } from "@cellgen/unet";
import { z } from "zod";
import { problemOf } from "../options/problemOf.ts";
import { checkModel, type DiffusionModel } from "./diffusionModel.ts";
import { firstIssue } from "./firstIssue.ts";
import { parametersFromHuggingFace } from "./huggingFaceParameters.ts";
import { schedulerConfigFromHuggingFace } from "./huggingFaceScheduler.ts";
import { ModelFolderError } from "./ModelFolderError.ts";
import { cardWithoutFile, parseModelCard } from "./modelCard.ts";
import { cardFile, indexFile, type ModelFiles, networkFiles, schedulerFile } from "./modelFiles.ts";
import { readJson } from "./readJson.ts";

export interface LoadModelOptions {
  /**
   * The moving average of the weights (`unet_ema/`) or the weights as they were trained.
   * @default "ema" where there is one
   */
  readonly weights?: "ema" | "raw";
}

/** A model that was read from files. */
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
 * Reads a model in Hugging Face's layout from files that need not lie on a disk: {@link ModelFiles} says what is where. Everything is read and
 * checked as by `loadModel` of `@cellgen/pipelines/node`.
 *
 * @returns The model, with the weights that were asked for as float32, and which they are.
 * @throws RangeError naming the file and the remedy if the files are no such model, or anything in them is damaged, missing, or not
 * supported; TypeError for a network's config.json of another class; SafetensorsError for damaged weights; what `files` throws.
 */
export function readModel(files: ModelFiles, options: LoadModelOptions = {}): Promise<LoadedModel> {
  return readModelFiles("readModel", files, options);
}

/** @param caller - In whose name errors are told. */
export async function readModelFiles(
  caller: string,
  files: ModelFiles,
  { weights }: LoadModelOptions,
): Promise<LoadedModel> {
  if (weights !== undefined && weights !== "ema" && weights !== "raw") {
    throw new RangeError(`${caller}: weights must be "ema" or "raw", got ${JSON.stringify(weights)}.`);
  }
  const reader = modelReader(caller, files);
  await reader.checkIndex();
  const raw = networkFiles(await reader.folderOf("unet", (folder) => Object.values(networkFiles(folder))));
  const network = reader.about(raw.config, await reader.readPart(raw.config), (json) =>
    unet(unetConfigFromHuggingFace(json)),
  );
  const schedulerPath = schedulerFile(
    await reader.folderOf("scheduler", (folder) => [schedulerFile(folder)]),
  );
  const schedulerJson = await reader.readPart(schedulerPath);
  const scheduler = reader.about(schedulerPath, schedulerJson, schedulerConfigFromHuggingFace);
  const cardJson = await reader.json(cardFile);
  const card =
    cardJson === undefined
      ? reader.about(raw.config, network.config, cardWithoutFile)
      : reader.about(cardFile, cardJson, parseModelCard);
  const model = { unet: network, scheduler, card };
  reader.about("", model, () => checkModel(caller, model));

  const averaged = networkFiles("unet_ema");
  const hasAveraged = await reader.holdsAny(Object.values(averaged));
  if (weights === "ema" && !hasAveraged) {
    throw new RangeError(
      `${caller}: ${reader.nameOf("unet_ema")} must hold the averaged weights, there are none. Leave weights out, or ask for "raw".`,
    );
  }
  const used = weights ?? (hasAveraged ? "ema" : "raw");
  const from = used === "ema" ? averaged : raw;
  return { ...model, parameters: await reader.parameters(network, from), weights: used };
}

/** Reads the parts of a model; errors name the caller and the file. */
function modelReader(caller: string, files: ModelFiles) {
  const nameOf = (path: string): string => files.nameOf?.(path) ?? (path === "" ? "the model" : path);
  const missing = (path: string): RangeError =>
    new RangeError(`${caller}: ${nameOf(path)} must be there, it is missing. Copy the whole folder again.`);

  async function json(path: string): Promise<unknown> {
    return readJson(caller, nameOf(path), await files.read(path));
  }

  /** Does something with a file's contents. An error is told in the caller's name, with the file. */
  function about<Contents, Result>(
    path: string,
    contents: Contents,
    work: (contents: Contents) => Result,
  ): Result {
    try {
      return work(contents);
    } catch (cause) {
      const message = `${caller}: ${nameOf(path)}: ${problemOf(cause)}`;
      if (cause instanceof SafetensorsError) throw new SafetensorsError(message, { cause });
      throw cause instanceof TypeError
        ? new TypeError(message, { cause })
        : new RangeError(message, { cause });
    }
  }

  async function tensors(path: string): Promise<Readonly<Record<string, SafetensorsEntry>>> {
    try {
      if (files.readTensors) return await files.readTensors(path);
      const bytes = await files.read(path);
      if (bytes === undefined) throw missing(path);
      return about(path, bytes, (given) => decodeSafetensors(given).tensors);
    } catch (cause) {
      if (!(cause instanceof SafetensorsError)) throw cause;
      throw new SafetensorsError(`${cause.message} Copy it again from where it came from.`, { cause });
    }
  }

  async function holdsAny(paths: readonly string[]): Promise<boolean> {
    for (const path of paths) if (await files.has(path)) return true;
    return false;
  }

  return {
    nameOf,
    json,
    about,
    holdsAny,
    /** Where a part is: in its own folder, or with the index, where a part alone was saved. Of one that is nowhere, its own is named. */
    async folderOf(own: string, pathsIn: (folder: string) => readonly string[]): Promise<string> {
      return !(await holdsAny(pathsIn(own))) && (await holdsAny(pathsIn(""))) ? "" : own;
    },
    async checkIndex(): Promise<void> {
      const index = await json(indexFile);
      if (index === undefined) {
        throw new ModelFolderError(
          "ERR_NO_MODEL",
          `${caller}: ${nameOf("")} must be a model's folder, there is no ${indexFile} in it. Give the folder of a run, or one that saveModel or save_pretrained wrote.`,
        );
      }
      const result = indexSchema.safeParse(index);
      if (!result.success) {
        throw new RangeError(
          `${caller}: ${nameOf(indexFile)}: ${firstIssue(result.error, index)} Only models that denoise images with a UNet2DModel are read.`,
        );
      }
    },
    async readPart(path: string): Promise<unknown> {
      const contents = await json(path);
      if (contents === undefined) throw missing(path);
      return contents;
    },
    async parameters(
      network: Unet,
      { weights, pickledWeights }: { readonly weights: string; readonly pickledWeights: string },
    ): Promise<Record<string, Float32Array>> {
      if (!(await files.has(weights))) {
        if (!(await files.has(pickledWeights))) throw missing(weights);
        throw new RangeError(
          `${caller}: ${nameOf(pickledWeights)} is in PyTorch's format, which is not read because it can run programs. Open the folder in Python and save it: DDPMPipeline.from_pretrained(folder).save_pretrained(folder, safe_serialization=True).`,
        );
      }
      return about(weights, await tensors(weights), (given) => parametersFromHuggingFace(network, given));
    },
  };
}
