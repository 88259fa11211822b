import { join } from "node:path";

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

export function networkFiles(folder: string): NetworkFiles {
  return {
    config: join(folder, "config.json"),
    weights: join(folder, `${weightsName}.safetensors`),
    pickledWeights: join(folder, `${weightsName}.bin`),
  };
}

export function schedulerFile(folder: string): string {
  return join(folder, "scheduler_config.json");
}
