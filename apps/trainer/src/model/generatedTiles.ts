import { imageProcessor } from "@cellgen/data";
import type { LabelledTile } from "@cellgen/figures";
import type {
  DiffusionModel,
  ImageGenerator,
  LabelledImage,
  ModelCard,
  PipelineProgress,
} from "@cellgen/pipelines";
import { generationDefaults } from "../options/samplerOptions.ts";
import { drawingOf, generateOptions } from "./drawing.ts";

/** Images at a time where pictures of a run are made. */
export const PICTURE_BATCH = 8;

export interface TileRequest {
  readonly count: number;
  readonly seed: number;
  readonly onProgress?: (progress: PipelineProgress) => void;
  readonly signal?: AbortSignal;
}

/** Images for a picture, drawn as `cellgen sample` does by default: the classes in turn. */
export async function generatedTiles(
  model: DiffusionModel,
  generator: ImageGenerator,
  request: TileRequest,
): Promise<LabelledTile[]> {
  const tiles: LabelledTile[] = [];
  const drawing = drawingOf(generationDefaults, model);
  for await (const image of generator.generate({ ...generateOptions(drawing), ...request })) {
    tiles.push(tileOf(image, model.card));
  }
  return tiles;
}

/** An image of a model for a picture, with the name of its class. */
export function tileOf(image: LabelledImage, card: ModelCard): LabelledTile {
  const { values, height, width, channels, label } = image;
  const name = label === undefined ? undefined : card.classes[label];
  return {
    values: imageProcessor(card).toDisplay(values),
    height,
    width,
    channels,
    ...(name ? { label: name } : {}),
  };
}
