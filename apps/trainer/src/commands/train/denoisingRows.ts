import { imageProcessor } from "@cellgen/data";
import type { SheetRow } from "@cellgen/figures";
import type { DiffusionModel, ImageGenerator, PipelineProgress } from "@cellgen/pipelines";
import { seededNoise } from "@cellgen/samplers";
import { generatedTiles } from "../../model/generatedTiles.ts";

/** Images that are watched; the first of those that the run's pictures show. */
const ROWS = 6;
/** Steps after which a picture is taken; most of what one sees happens late. */
const MOMENTS = [5, 9, 12, 14, 16, 18];

export interface Denoising {
  readonly columns: readonly string[];
  readonly rows: readonly SheetRow[];
}

/** A few images from x_T to x_0, with some of the steps between. */
export async function denoisingRows(
  model: DiffusionModel,
  generator: ImageGenerator,
  seed: number,
  signal: AbortSignal,
): Promise<Denoising> {
  const { height, width, channels } = model.card;
  const length = height * width * channels;
  const processor = imageProcessor(model.card);
  const columns = ["noise"];
  const moments: Float32Array[] = [];
  const indices = Array.from({ length: ROWS }, (_, index) => index);
  moments.push(seededNoise(seed, indices, [height, width, channels]).initial());
  const onProgress = ({ step, tNext, xt }: PipelineProgress): void => {
    if (!MOMENTS.includes(step)) return;
    columns.push(`t = ${tNext}`);
    moments.push(xt);
  };
  const images = await generatedTiles(model, generator, { count: ROWS, seed, onProgress, signal });
  columns.push("generated");
  const rows = images.map((image, index) => {
    const between = moments.map((values) => ({
      height,
      width,
      channels,
      values: processor.toDisplay(values.slice(index * length, (index + 1) * length)),
    }));
    return { ...(image.label ? { label: image.label } : {}), tiles: [...between, image] };
  });
  return { columns, rows };
}
