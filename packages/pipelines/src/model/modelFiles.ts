import type { SafetensorsEntry } from "@cellgen/safetensors";

/** The files of a model's folder, wherever they are: on a disk, in a page, in an archive. Paths have "/" between names: `unet/config.json`. */
export interface ModelFiles {
  /** Whether there is a file of this path. */
  has(path: string): boolean | Promise<boolean>;
  /** A file's contents; undefined if there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /**
   * The tensors of a safetensors file that is there.
   * @default `read`'s bytes, decoded
   */
  readTensors?(path: string): Promise<Readonly<Record<string, SafetensorsEntry>>>;
  /**
   * What messages call a file, and the folder itself, whose path is "".
   * @default the path, and "the model"
   */
  nameOf?(path: string): string;
}

export const indexFile = "model_index.json";
export const cardFile = "cellgen.json";

const weightsName = "diffusion_pytorch_model";

/** The files of a network in a folder. */
export interface NetworkFiles {
  readonly config: string;
  readonly weights: string;
  /** Weights in PyTorch's own format, which are not read. */
  readonly pickledWeights: string;
}

/** @param folder - Its path below the model's; "" is the model's own. */
export function networkFiles(folder: string): NetworkFiles {
  return {
    config: below(folder, "config.json"),
    weights: below(folder, `${weightsName}.safetensors`),
    pickledWeights: below(folder, `${weightsName}.bin`),
  };
}

/** @param folder - Its path below the model's; "" is the model's own. */
export function schedulerFile(folder: string): string {
  return below(folder, "scheduler_config.json");
}

/** Every file that `saveModel` may write, with "/" between names. */
export const modelFileNames: readonly string[] = [
  indexFile,
  cardFile,
  ...["unet", "unet_ema"].flatMap((folder) => [networkFiles(folder).config, networkFiles(folder).weights]),
  schedulerFile("scheduler"),
];

function below(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
