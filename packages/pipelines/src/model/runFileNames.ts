/** Files of a training run that lie beside its model: the folder of a run is the folder of its model. */
export const runFileNames = { settings: "train.json", checkpoint: "checkpoint.safetensors" } as const;
