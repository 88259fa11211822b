import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { readSafetensors } from "@cellgen/safetensors/node";
import { ModelFolderError } from "./ModelFolderError.ts";
import { indexFile, type ModelFiles } from "./modelFiles.ts";
import { type LoadedModel, type LoadModelOptions, readModelFiles } from "./readModel.ts";
import { runFileNames } from "./runFileNames.ts";

/**
 * Read a model from a folder in Hugging Face's layout, as written by `saveModel`, or by `save_pretrained` of a DDPMPipeline or DDIMPipeline in
 * diffusers. The files of network and scheduler may also be in the folder itself, as in models from before 2023.
 *
 * The folder of a training run is the folder of its model. All files are validated. Without `cellgen.json` the model gets a card for 8-bit
 * images with classes "0", "1"…
 *
 * @returns The model with the requested weights as float32; `weights` is "ema" or "raw".
 * @throws ModelFolderError if the folder does not exist, holds no model, or holds a training run without a model yet; RangeError with the
 *   file name and a remedy if anything in it is damaged, missing or not supported; TypeError for a network's config.json of another class;
 *   SafetensorsError for damaged weights; the system's error if a file cannot be read.
 */
export async function loadModel(folder: string, options: LoadModelOptions = {}): Promise<LoadedModel> {
  if (!existsSync(folder)) {
    throw new ModelFolderError(
      "ERR_NO_MODEL_FOLDER",
      `loadModel: folder must be the folder of a model, got ${folder}, which does not exist. Check the path.`,
    );
  }
  if (existsSync(path.join(folder, runFileNames.settings)) && !existsSync(path.join(folder, indexFile))) {
    throw new ModelFolderError(
      "ERR_UNFINISHED_RUN",
      `loadModel: folder must hold a model, got ${folder}, a training run that has not saved one yet. Wait until it finishes, or resume it.`,
    );
  }
  return readModelFiles("loadModel", filesOf(folder), options);
}

function filesOf(folder: string): ModelFiles {
  const nameOf = (file: string): string => (file === "" ? folder : path.join(folder, file));
  return {
    nameOf,
    has: (file) => existsSync(nameOf(file)),
    async read(file) {
      try {
        return await readFile(nameOf(file));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
      }
    },
    // Tensors are read one at a time, so that a large file is never in memory twice.
    readTensors: async (file) => (await readSafetensors(nameOf(file))).tensors,
  };
}
