import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { run } from "../../../src/program.ts";
import { type TestIo, testIo } from "../../testIo.ts";

/** The files of a run with its weights, and those to resume from. */
export const weightFiles: readonly string[] = [
  "unet/diffusion_pytorch_model.safetensors",
  "unet_ema/diffusion_pytorch_model.safetensors",
  "checkpoint.safetensors",
];

/** A folder to train in: commands, the images that it holds after `synthesize`, and what a training of a tiny network takes. */
export interface TrainingFolder {
  readonly steps: number;
  at(...names: string[]): string;
  cellgen(argv: readonly string[], io?: TestIo): Promise<{ code: number; out: string; err: string }>;
  /** Six cells of each of three classes, in `cells`. */
  synthesize(): Promise<void>;
  /** The command line of a short training on them. */
  training(out: string): string[];
  digests(out: string, names: readonly string[]): Promise<string[]>;
}

export function trainingFolder(folder: string): TrainingFolder {
  const steps = 30;
  const at = (...names: string[]): string => path.join(folder, ...names);
  const cellgen = async (argv: readonly string[], io: TestIo = testIo()) => {
    const code = await run(argv, io);
    return { code, out: io.out(), err: io.err() };
  };
  return {
    steps,
    at,
    cellgen,
    async synthesize() {
      const cells = ["--kind", "smear", "--count", "18", "--size", "16", "--out", at("cells")];
      await cellgen(["data", "synth", ...cells]);
    },
    training(out) {
      const network = ["--preset", "tiny", "--size", "16", "--batch", "2", "--class-conditional"];
      return ["train", "--data", at("cells"), "--out", at(out), ...network, "--steps", `${steps}`];
    },
    digests: (out, names) =>
      Promise.all(
        names.map(async (name) =>
          createHash("sha256")
            .update(await readFile(at(out, name)))
            .digest("hex"),
        ),
      ),
  };
}
