/** Files of a training run in the folder of its model. */
export const runFileNames = { settings: "train.json", checkpoint: "checkpoint.safetensors" } as const;
