import { stat } from "node:fs/promises";
import path from "node:path";
import { saveModel } from "@cellgen/pipelines/node";
import type { SettingsOf } from "../../options/optionTable.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { print } from "../../terminal/io.ts";
import { shownPath } from "../../terminal/shownPath.ts";
import type { exportOptions } from "./options.ts";

/** `cellgen export`: write a model with one set of weights, without the other files of its run. */
export async function run({
  settings: { out, precision },
  io,
  openModel,
}: CommandContext<SettingsOf<typeof exportOptions>>): Promise<void> {
  const model = await openModel();
  const { card } = model;
  const exported = { precision, weights: model.weights };
  await saveModel(
    out,
    { ...model, card: { ...card, training: { ...card.training, exported } } },
    { precision },
  );
  const bytes = (await stat(path.join(out, "unet", "diffusion_pytorch_model.safetensors"))).size;
  const which = model.weights === "ema" ? "averaged weights" : "raw weights";
  print(
    io,
    `Exported the model to ${shownPath(path.resolve(out))}: ${which}, ${precision}, ${(bytes / 1e6).toPrecision(3)} MB.`,
  );
}
