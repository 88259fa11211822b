import { lossPlot, tileGrid } from "@cellgen/figures";
import type { CellPipeline } from "@cellgen/pipelines/node";
import type { PreparedRun, TrainedRun } from "../run/preparedRun.ts";
import { denoisingSheet } from "./denoisingSheet.ts";
import { generatedTiles, modelTile } from "./modelTiles.ts";

const REAL = 8;
const GENERATED = 16;

/** Pictures of a trained run. */
export interface RunPictures {
  /** Training images and generated images, PNG. */
  readonly samples: Uint8Array;
  /** Denoising sequences from noise to images, PNG. */
  readonly denoising: Uint8Array;
  readonly lossSvg: string;
  readonly lossPng: Uint8Array;
}

/** Generate images with a trained model, and render the pictures of its run. */
export async function runPictures(
  run: PreparedRun,
  { model: { card }, records }: TrainedRun,
  cells: CellPipeline,
  signal?: AbortSignal,
): Promise<RunPictures> {
  const options = { seed: run.settings.seed, ...(signal ? { signal } : {}) };
  const real = (await run.examples(REAL)).map(({ values, label }) =>
    modelTile(values, card, label === undefined ? undefined : card.classes[label]),
  );
  const sheet = denoisingSheet(card, options.seed);
  const { onProgress } = sheet;
  const generated = await generatedTiles(cells, { count: GENERATED, onProgress, ...options });
  const samples = await tileGrid([
    { title: `${REAL} real`, columns: 2, tiles: real },
    { title: `${GENERATED} generated`, columns: 4, tiles: generated },
  ]);
  const denoising = await sheet.png(generated);
  const { svg, png } = await lossPlot(records);
  return { samples, denoising, lossSvg: svg, lossPng: png };
}
