/** All engine names. The available engines depend on the environment (Node or web page) and the installed packages. */
export const engineNames = ["onnx", "tensorflow", "webgpu", "webgl", "wasm", "cpu"] as const;

export type EngineName = (typeof engineNames)[number];

/** Execution providers of ONNX Runtime. */
export const executionProviders = ["cpu", "webgpu", "cuda", "coreml", "dml"] as const;

export type ExecutionProvider = (typeof executionProviders)[number];

/** Engine to start: "auto" for the best that works, an engine name, or `onnx` with an execution provider. */
export type EngineChoice = "auto" | EngineName | `onnx:${ExecutionProvider}`;

/** All names accepted by `createEngine`. */
export const engineChoices: readonly EngineChoice[] = [
  "auto",
  ...engineNames.flatMap((name): EngineChoice[] =>
    name === "onnx" ? [name, ...executionProviders.map((provider) => `onnx:${provider}` as const)] : [name],
  ),
];

/**
 * Maximum of `EngineOptions.threads`. Every compiled function starts this number of threads; operating systems refuse several thousand.
 */
export const maxThreads = 1024;
