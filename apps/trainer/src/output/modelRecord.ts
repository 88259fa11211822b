import { createHash } from "node:crypto";
import path from "node:path";
import type { LoadedModel } from "@cellgen/pipelines/node";

/** The entry of a model in a record: another model in the same folder has another digest. */
export function modelRecord(folder: string, { parameters, weights }: LoadedModel) {
  const digest = createHash("sha256");
  for (const name of Object.keys(parameters).sort()) digest.update(parameters[name]!);
  return { model: path.resolve(folder), weights, weightsSha256: digest.digest("hex") };
}
