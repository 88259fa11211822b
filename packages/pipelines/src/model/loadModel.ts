import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { readSafetensors } from "@cellgen/safetensors/node";
import { ModelFolderError } from "./ModelFolderError.ts";
import { indexFile, type ModelFiles } from "./modelFiles.ts";
import { type LoadedModel, type LoadModelOptions, readModelFiles } from "./readModel.ts";
import { runFileNames } from "./runFileNames.ts";

/**
 * Reads a model from a folder in Hugging Face's layout: one that `saveModel` wrote, or diffusers' `save_pretrained` of a DDPMPipeline or
 * DDIMPipeline. Network and scheduler may also lie in the folder itself, as in models of before 2023.
 *
 * The folder of a training run is the folder of its model. Everything is checked. A folder without `cellgen.json` gets a card with 8-bit images, and classes "0", "1"…
 *
 * @returns The model, with the weights that were asked for as float32, and which they are.
 * @throws ModelFolderError if the folder does not exist, or holds no model, or a training run without a model yet; RangeError naming the file
 * and the remedy if anything in it is damaged, missing, or not supported; TypeError for a network's config.json of another class; SafetensorsError for damaged weights; the system's error if a file
 * cannot be read.
 */
export async function loadModel(folder: string, options: LoadModelOptions = {}): Promise<LoadedModel> {
  if (!existsSync(folder)) {
    throw new ModelFolderError(
      "ERR_NO_MODEL_FOLDER",
      `loadModel: folder must be the folder of a model, got ${folder}, which does not exist. Check the name.`,
    );
  }
  if (existsSync(path.join(folder, runFileNames.settings)) && !existsSync(path.join(folder, indexFile))) {
    throw new ModelFolderError(
      "ERR_UNFINISHED_RUN",
      `loadModel: folder must hold a model, got ${folder}, a training run without one yet. Wait for its end, or resume it.`,
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
    // Tensor by tensor: a large file is never in memory twice.
    readTensors: async (file) => (await readSafetensors(nameOf(file))).tensors,
  };
}
