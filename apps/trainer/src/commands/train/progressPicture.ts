import path from "node:path";
import { tileGrid } from "@cellgen/figures";
import { createGenerator } from "@cellgen/pipelines";
import { type RunSample, type RunSettings, runFolder } from "@cellgen/training/node";
import { generatedTiles, PICTURE_BATCH } from "../../model/generatedTiles.ts";
import { writeFileAtomic } from "../../output/writeFileAtomic.ts";
import { count } from "../../terminal/describe.ts";

/** Images on a picture made during training. */
const IMAGES = 16;

/** Writes samples/step-000500.png: images that the averaged weights generate by now, always from the same noise. */
export async function progressPicture(
  { out, seed }: RunSettings,
  { step, model, engine }: RunSample,
): Promise<void> {
  const generator = await createGenerator(model, engine, { batchSize: PICTURE_BATCH });
  try {
    const tiles = await generatedTiles(model, generator, { count: IMAGES, seed });
    const png = await tileGrid([{ title: `Generated after step ${count(step)}`, columns: 4, tiles }]);
    const name = `step-${String(step).padStart(6, "0")}.png`;
    await writeFileAtomic(path.join(runFolder(out).progress, name), png);
  } finally {
    await generator.dispose();
  }
}
