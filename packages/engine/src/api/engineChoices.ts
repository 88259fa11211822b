/** Every engine. Which of them a place has depends on it: Node, a page, what is installed. */
export const engineNames = ["onnx", "tensorflow", "webgpu", "webgl", "wasm", "cpu"] as const;

export type EngineName = (typeof engineNames)[number];

/** What ONNX Runtime may compute with. */
export const executionProviders = ["cpu", "webgpu", "cuda", "coreml", "dml"] as const;

export type ExecutionProvider = (typeof executionProviders)[number];

/** What engine to start: the best that works, one by its name, or `onnx` with one of its execution providers. */
export type EngineChoice = "auto" | EngineName | `onnx:${ExecutionProvider}`;

/** Every name that `createEngine` takes. */
export const engineChoices: readonly EngineChoice[] = [
  "auto",
  ...engineNames.flatMap((name): EngineChoice[] =>
    name === "onnx" ? [name, ...executionProviders.map((provider) => `onnx:${provider}` as const)] : [name],
  ),
];

/** The maximum of `EngineOptions.threads`. Every compiled function has that many threads; at some thousands the system refuses more. */
export const maxThreads = 1024;
