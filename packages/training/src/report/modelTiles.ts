import { compositeOf, imageProcessor } from "@cellgen/data";
import type { LabelledTile } from "@cellgen/figures";
import type { ModelCard } from "@cellgen/pipelines";
import type { CellPipeline, GenerateCellsOptions } from "@cellgen/pipelines/node";

/**
 * Convert an image of a model to a tile of a picture.
 *
 * @param values - Model values, `[height, width, channels]` in [-1, 1].
 * @param label - Text under the image. @default none
 */
export function modelTile(values: Float32Array, card: ModelCard, label?: string): LabelledTile {
  const { height, width, channels, channelNames, displayColors: colors } = card;
  const shown = { values: imageProcessor(card).toDisplay(values), height, width, channels };
  const tile = compositeOf(shown, { colors, channelNames });
  return label === undefined ? tile : { ...tile, label };
}

/** Generate images for a picture. */
export async function generatedTiles(
  cells: CellPipeline,
  options: GenerateCellsOptions,
): Promise<LabelledTile[]> {
  const images = await cells.generate(options);
  return images.map((image) => modelTile(image.values, cells.model.card, image.class));
}
