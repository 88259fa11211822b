import { comparisonSheet } from "@cellgen/figures";
import type { PipelineProgress } from "@cellgen/pipelines";
import type { CellPipeline } from "@cellgen/pipelines/node";
import { seededNoise } from "@cellgen/samplers";
import { generatedTiles, modelTile } from "./modelTiles.ts";

/** Number of images shown, the first of samples.png. */
const ROWS = 6;
/** Sampling steps shown; most visible changes happen late. */
const MOMENTS = [5, 9, 12, 14, 16, 18];

/** Create a PNG of a few images from x_T to x_0, with some steps in between. */
export async function denoisingSheet(
  cells: CellPipeline,
  options: { readonly seed: number; readonly signal?: AbortSignal },
): Promise<Uint8Array> {
  const { card } = cells.model;
  const shape = [card.height, card.width, card.channels] as const;
  const length = shape[0] * shape[1] * shape[2];
  const indices = Array.from({ length: ROWS }, (_, index) => index);
  const columns = ["noise"];
  const moments = [seededNoise(options.seed, indices, shape).initial()];
  const onProgress = ({ step, tNext, xt }: PipelineProgress): void => {
    if (!MOMENTS.includes(step)) return;
    columns.push(`t = ${tNext}`);
    moments.push(xt);
  };
  const images = await generatedTiles(cells, { count: ROWS, onProgress, ...options });
  const rows = images.map((image, index) => {
    const between = moments.map((values) =>
      modelTile(values.slice(index * length, (index + 1) * length), card),
    );
    return { ...(image.label ? { label: image.label } : {}), tiles: [...between, image] };
  });
  return await comparisonSheet([...columns, "generated"], rows);
}
