import { createHash } from "node:crypto";
import path from "node:path";
import type { Engine } from "@cellgen/engine";
import type { LoadedModel } from "@cellgen/pipelines/node";
import type { ModelSettings } from "../options/modelOptions.ts";

/** What a record says of a model and what ran it: another model in the same folder has another digest. */
export function modelRecord(
  settings: Pick<ModelSettings, "model">,
  model: LoadedModel,
  engine: Engine,
): Readonly<Record<string, unknown>> {
  const digest = createHash("sha256");
  for (const name of Object.keys(model.parameters).sort()) digest.update(model.parameters[name]!);
  return {
    model: path.resolve(settings.model),
    weights: model.weights,
    weightsSha256: digest.digest("hex"),
    engine: engine.description,
  };
}
