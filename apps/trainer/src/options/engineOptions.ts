import { engineChoices, maxThreads } from "@cellgen/engine/choices";
import { inGroup, type SettingsOf } from "./optionTable.ts";
import { oneOf, wholeNumber, yesOrNo } from "./rules.ts";

/** Options of commands that run a network. */
export const engineOptions = inGroup("Engine", {
  engine: {
    schema: oneOf(engineChoices),
    default: "auto",
    help: `engine, see cellgen engines: ${engineChoices.join(", ")}`,
  },
  threads: {
    schema: wholeNumber(1, maxThreads),
    defaultNote: "all physical cores",
    help: "number of CPU cores to use; divide them among simultaneous runs",
  },
  shareCores: {
    schema: yesOrNo(),
    default: false,
    help: "disable thread spinning: about 20 % faster when other programs keep the CPU busy, up to 30 % slower otherwise",
  },
  /** Whether to store activations in blocks of channels where the processor has fast operators for them. */
  blocks: {
    schema: yesOrNo(),
    default: true,
    help: "use standard ONNX operators only: slower, same results up to rounding",
  },
});

export type EngineSettings = SettingsOf<typeof engineOptions>;
