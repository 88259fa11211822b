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
   * Weights to load: "ema", the exponential moving average (`unet_ema/`), or "raw", the trained weights.
   * @default "ema" if available
   */
  readonly weights?: "ema" | "raw";
}

/** A model read from files. */
export interface LoadedModel extends DiffusionModel {
  /** Weights in `parameters`: "ema", the exponential moving average, or "raw", the trained weights. */
  readonly weights: "ema" | "raw";
}

const indexSchema = z.object(
  {
    _class_name: z.literal(["DDPMPipeline", "DDIMPipeline"], "must be DDPMPipeline or DDIMPipeline"),
  },
  "must be a JSON object",
);

/**
 * Read a model in Hugging Face's layout from any source of files; see {@link ModelFiles}. The model is read and validated as by `loadModel` of
 * `@cellgen/pipelines/node`.
 *
 * @returns The model with the requested weights as float32; `weights` is "ema" or "raw".
 * @throws RangeError with the file name and a remedy if the files are not a model, or anything in them is damaged, missing or not supported;
 *   TypeError for a network's config.json of another class; SafetensorsError for damaged weights; the errors of `files`.
 */
export function readModel(files: ModelFiles, options: LoadModelOptions = {}): Promise<LoadedModel> {
  return readModelFiles("readModel", files, options);
}

/** @param caller - Name of the calling function, for error messages. */
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
  const cardJson = await reader.json(cardFile);
  const given = cardJson === undefined ? undefined : reader.about(cardFile, cardJson, parseModelCard);
  const network = reader.about(raw.config, await reader.readPart(raw.config), (json) =>
    unet(unetConfigFromHuggingFace(json), { patchSize: given?.patchSize ?? 1 }),
  );
  const schedulerPath = schedulerFile(
    await reader.folderOf("scheduler", (folder) => [schedulerFile(folder)]),
  );
  const schedulerJson = await reader.readPart(schedulerPath);
  const scheduler = reader.about(schedulerPath, schedulerJson, schedulerConfigFromHuggingFace);
  const card = given ?? reader.about(raw.config, network.config, cardWithoutFile);
  const model = { unet: network, scheduler, card };
  reader.about("", model, () => checkModel(caller, model));

  const averaged = networkFiles("unet_ema");
  const hasAveraged = await reader.holdsAny(Object.values(averaged));
  if (weights === "ema" && !hasAveraged) {
    throw new RangeError(
      `${caller}: ${reader.nameOf("unet_ema")} must hold the averaged weights, but does not. Omit weights, or use "raw".`,
    );
  }
  const used = weights ?? (hasAveraged ? "ema" : "raw");
  const from = used === "ema" ? averaged : raw;
  return { ...model, parameters: await reader.parameters(network, from), weights: used };
}

/** Create a reader of the parts of a model. Errors name the caller and the file. */
function modelReader(caller: string, files: ModelFiles) {
  const nameOf = (path: string): string => files.nameOf?.(path) ?? (path === "" ? "the model" : path);
  const missing = (path: string): RangeError =>
    new RangeError(`${caller}: ${nameOf(path)} must exist, but is missing. Copy the complete folder again.`);

  async function json(path: string): Promise<unknown> {
    return readJson(caller, nameOf(path), await files.read(path));
  }

  /** Process the contents of a file. Errors get the caller's name and the file name. */
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
      throw new SafetensorsError(`${cause.message} Copy it again from its source.`, { cause });
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
    /** Return the folder of a part: its own, or that of the index if the part was saved separately. Its own if it is in neither. */
    async folderOf(own: string, pathsIn: (folder: string) => readonly string[]): Promise<string> {
      return !(await holdsAny(pathsIn(own))) && (await holdsAny(pathsIn(""))) ? "" : own;
    },
    async checkIndex(): Promise<void> {
      const index = await json(indexFile);
      if (index === undefined) {
        throw new ModelFolderError(
          "ERR_NO_MODEL",
          `${caller}: ${nameOf("")} must be a model's folder, but has no ${indexFile}. Use the folder of a run, or one written by saveModel or save_pretrained.`,
        );
      }
      const result = indexSchema.safeParse(index);
      if (!result.success) {
        throw new RangeError(
          `${caller}: ${nameOf(indexFile)}: ${firstIssue(result.error, index)} Only models with a UNet2DModel that denoises images are supported.`,
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
          `${caller}: ${nameOf(pickledWeights)} is in PyTorch's pickle format, which is not supported because it can execute code. Convert it in Python: DDPMPipeline.from_pretrained(folder).save_pretrained(folder, safe_serialization=True).`,
        );
      }
      return about(weights, await tensors(weights), (given) => parametersFromHuggingFace(network, given));
    },
  };
}
