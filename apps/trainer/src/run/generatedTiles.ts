import type { GenerateProgress, ImageGenerator } from "@cellgen/pipelines";
import type { LabelledTile } from "../pictures/tileGrid.ts";
import { defaultGuidance, defaultSteps } from "../settings/sampleSettings.ts";
import type { PreparedRun } from "./prepareRun.ts";
import { labelInTurn } from "./realTiles.ts";

/** Images at a time where pictures of a run are made. */
export const PICTURE_BATCH = 8;

export interface TileRequest {
  readonly count: number;
  readonly onProgress?: (progress: GenerateProgress) => void;
  readonly signal?: AbortSignal;
}

/** Images for a picture, the classes in turn, drawn as `cellgen sample` does by default with the run's seed. */
export async function generatedTiles(
  { classes, settings }: PreparedRun,
  generator: ImageGenerator,
  request: TileRequest,
): Promise<LabelledTile[]> {
  const tiles: LabelledTile[] = [];
  const images = generator.generate({
    ...request,
    seed: settings.seed,
    sampler: "dpm++2m",
    steps: defaultSteps["dpm++2m"],
    ...(classes.length > 0
      ? { labels: (index: number) => labelInTurn(index, classes.length), guidanceScale: defaultGuidance }
      : {}),
  });
  for await (const { values, height, width, channels, label } of images) {
    const name = label === undefined ? undefined : classes[label];
    tiles.push({ values, height, width, channels, ...(name ? { label: name } : {}) });
  }
  return tiles;
}
