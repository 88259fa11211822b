import { stat } from "node:fs/promises";
import path from "node:path";
import { saveModel } from "@cellgen/pipelines/node";
import { openModel } from "../../model/openModel.ts";
import { flagSource, resolveSettings } from "../../options/resolveSettings.ts";
import { checkWritable } from "../../output/checkWritable.ts";
import { isOwnFile, listOwnFiles, type OwnFiles, refuseOtherFiles } from "../../output/ownFiles.ts";
import { shownPath } from "../../terminal/describe.ts";
import { type Io, print } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { exportDefaults, exportSchema } from "./exportSettings.ts";

/** What this command writes. */
const ownFiles: OwnFiles = {
  folders: ["", "unet", "scheduler"],
  pattern:
    /^(model_index\.json|cellgen\.json|scheduler\/scheduler_config\.json|unet\/(config\.json|diffusion_pytorch_model\.safetensors))$/,
};

/** `cellgen export`: a model alone in a folder, with one network. */
export async function exportModel(
  { flags, force }: { readonly flags: Readonly<Record<string, unknown>>; readonly force: boolean },
  io: Io,
): Promise<void> {
  const defaults = { values: exportDefaults, nameOf: (key: string) => key };
  const settings = resolveSettings(exportSchema, [flagSource(flags), defaults], {
    model: "Give the folder of a trained model.",
    out: "Give the folder to write the model to.",
  });
  const { out, precision, weights } = settings;
  await checkWritable("--out", out);
  if (path.resolve(out) === path.resolve(settings.model)) {
    throw new UsageError(`--out must be another folder than --model, got ${shownPath(out)} for both.`);
  }
  await refuseOtherFiles(out, (name) => isOwnFile(ownFiles, name), "an exported model");
  if (!force && (await listOwnFiles(out, ownFiles)).length > 0) {
    throw new UsageError(`${out} holds a model already. Choose another --out, or replace it with --force.`);
  }
  const model = await openModel(settings.model, weights);
  const { card } = model;
  const exported = { precision, weights: model.weights };
  await saveModel(
    out,
    { ...model, card: { ...card, training: { ...card.training, exported } } },
    { precision },
  );
  const bytes = (await stat(path.join(out, "unet", "diffusion_pytorch_model.safetensors"))).size;
  const which = model.weights === "ema" ? "averaged weights" : "weights as they were trained";
  print(
    io,
    `${shownPath(path.resolve(out))} holds the model: ${which}, ${precision}, ${(bytes / 1e6).toPrecision(3)} MB.`,
  );
}
