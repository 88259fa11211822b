import path from "node:path";
import { createGenerator } from "@cellgen/pipelines";
import type { Trainer } from "@cellgen/training";
import { generatedTiles, PICTURE_BATCH } from "../../model/generatedTiles.ts";
import { runFolder } from "../../output/runFolder.ts";
import { writeFileAtomic } from "../../output/writeFileAtomic.ts";
import { tileGrid } from "../../report/pictures/tileGrid.ts";
import { count } from "../../terminal/describe.ts";
import type { PreparedRun } from "./prepareRun.ts";
import { runModel } from "./runModel.ts";

/** Images on a picture made during training. */
const IMAGES = 16;

/** What the averaged weights generate by now, in samples/step-000500.png; always from the same noise. */
export async function progressPicture(run: PreparedRun, trainer: Trainer, step: number): Promise<void> {
  const model = runModel(run, trainer.emaParameters(), step);
  const generator = await createGenerator(model, run.engine, { batchSize: PICTURE_BATCH });
  try {
    const tiles = await generatedTiles(model, generator, { count: IMAGES, seed: run.settings.seed });
    const png = await tileGrid([{ title: `Generated after step ${count(step)}`, columns: 4, tiles }]);
    const name = `step-${String(step).padStart(6, "0")}.png`;
    await writeFileAtomic(path.join(runFolder(run.settings.out).progress, name), png);
  } finally {
    await generator.dispose();
  }
}
