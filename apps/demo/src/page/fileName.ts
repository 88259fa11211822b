import type { FinishedImage, GenerationSettings, ModelFacts } from "../protocol.ts";

/** Name of a PNG file: model and seed, for a single image also its class and number. */
export function fileName(
  model: Pick<ModelFacts, "name">,
  { seed }: Pick<GenerationSettings, "seed">,
  image?: Pick<FinishedImage, "className" | "index">,
): string {
  const parts = [model.name, `seed ${seed}`];
  if (image?.className !== undefined) parts.push(image.className);
  if (image) parts.push(String(image.index).padStart(5, "0"));
  const words = parts.map((part) =>
    part.replaceAll(/[^\p{L}\p{N}_.+]+/gu, "-").replaceAll(/^[-.]+|-+$/g, ""),
  );
  return `${words.filter((word) => word !== "").join("-")}.png`;
}
