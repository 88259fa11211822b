import { comparisonSheet, type LabelledTile } from "@cellgen/figures";
import type { ModelCard, PipelineProgress } from "@cellgen/pipelines";
import { seededNoise } from "@cellgen/samplers";
import { modelTile } from "./modelTiles.ts";

/** Number of images shown, the first of samples.png. */
const ROWS = 6;
/** Shares of the sampling steps after which images are shown; most visible changes happen late. */
const SHOWN_SHARES = [0.25, 0.45, 0.6, 0.7, 0.8, 0.9];

/** A picture of the first images of a generation, from x_T to x_0, with some steps in between. */
export interface DenoisingSheet {
  /** Collects the images in between: the callback for `generate`. */
  onProgress(progress: PipelineProgress): void;
  /** Return the PNG. @param generated - The generated images, at least as many as the picture has rows. */
  png(generated: readonly LabelledTile[]): Promise<Uint8Array>;
}

/**
 * Create the picture of the first images of a generation.
 *
 * @param seed - Seed of the generation.
 */
export function denoisingSheet(card: ModelCard, seed: number): DenoisingSheet {
  const shape = [card.height, card.width, card.channels] as const;
  const length = shape[0] * shape[1] * shape[2];
  const images = Array.from({ length: ROWS }, (_, index) => index);
  const noise = seededNoise(seed, images, shape).initial();
  const columns = ["noise"];
  const rows = images.map((index) => [modelTile(imageAt(noise, index, length), card)]);
  return {
    onProgress({ step, steps, tNext, xt, indices }) {
      if (!shownSteps(steps).includes(step)) return;
      if (indices.includes(0)) columns.push(`t = ${tNext}`);
      for (const [place, index] of indices.entries())
        rows[index]?.push(modelTile(imageAt(xt, place, length), card));
    },
    png: (generated) =>
      comparisonSheet(
        [...columns, "generated"],
        rows.map((tiles, index) => {
          const image = generated[index]!;
          return { ...(image.label ? { label: image.label } : {}), tiles: [...tiles, image] };
        }),
      ),
  };
}

/** Return the steps after which images are shown, without the last: 5, 9, 12, 14, 16 and 18 of 20. */
export function shownSteps(steps: number): number[] {
  const shown = SHOWN_SHARES.map((share) => Math.round(share * steps));
  return [...new Set(shown)].filter((step) => step > 0 && step < steps);
}

function imageAt(batch: Float32Array, place: number, length: number): Float32Array {
  return batch.slice(place * length, (place + 1) * length);
}
