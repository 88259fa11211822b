import { existsSync } from "node:fs";
import path from "node:path";

/** Names of the folders that `cellgen data split` creates. */
export const splitParts = { training: "training", heldOut: "held-out" } as const;

/** The folder of held-out images next to one of training images, if there is one. */
export function heldOutPartOf(data: string): string | undefined {
  const folder = path.resolve(data);
  const heldOut = path.join(path.dirname(folder), splitParts.heldOut);
  return path.basename(folder) === splitParts.training && existsSync(heldOut) ? heldOut : undefined;
}
