import {
  type DiffusionModel,
  type ImageGenerator,
  type PipelineProgress,
  plainValues,
} from "@cellgen/pipelines";
import { generationDefaults } from "../options/samplerOptions.ts";
import type { LabelledTile } from "../report/pictures/tileGrid.ts";
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
  const { classes } = model.card;
  const drawing = drawingOf(generationDefaults, model);
  for await (const image of generator.generate({ ...generateOptions(drawing), ...request })) {
    const { values, height, width, channels, label } = image;
    const name = label === undefined ? undefined : classes[label];
    const shown = plainValues(values, model.card);
    tiles.push({ values: shown, height, width, channels, ...(name ? { label: name } : {}) });
  }
  return tiles;
}
