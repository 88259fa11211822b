import type { SafetensorsEntry } from "@cellgen/safetensors";

/** Files of a model's folder from any source, such as a disk, a web page or an archive. Paths are separated by "/": `unet/config.json`. */
export interface ModelFiles {
  /** Whether a file of this path exists. */
  has(path: string): boolean | Promise<boolean>;
  /** Read a file; undefined if it does not exist. */
  read(path: string): Promise<Uint8Array | undefined>;
  /**
   * Read the tensors of an existing safetensors file.
   * @default decodes the bytes of `read`
   */
  readTensors?(path: string): Promise<Readonly<Record<string, SafetensorsEntry>>>;
  /**
   * Return the name of a file in error messages; the path "" is the folder itself.
   * @default the path, and "the model"
   */
  nameOf?(path: string): string;
}

export const indexFile = "model_index.json";
export const cardFile = "cellgen.json";

const weightsName = "diffusion_pytorch_model";

/** File names of a network in a folder. */
export interface NetworkFiles {
  readonly config: string;
  readonly weights: string;
  /** Weights in PyTorch's pickle format, which are not supported. */
  readonly pickledWeights: string;
}

/** @param folder - Path relative to the model's folder; "" is the model's folder itself. */
export function networkFiles(folder: string): NetworkFiles {
  return {
    config: below(folder, "config.json"),
    weights: below(folder, `${weightsName}.safetensors`),
    pickledWeights: below(folder, `${weightsName}.bin`),
  };
}

/** @param folder - Path relative to the model's folder; "" is the model's folder itself. */
export function schedulerFile(folder: string): string {
  return below(folder, "scheduler_config.json");
}

/** All files that `saveModel` may write, with paths separated by "/". */
export const modelFileNames: readonly string[] = [
  indexFile,
  cardFile,
  ...["unet", "unet_ema"].flatMap((folder) => [networkFiles(folder).config, networkFiles(folder).weights]),
  schedulerFile("scheduler"),
];

function below(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
