import { createGenerator } from "@cellgen/pipelines";
import { saveModel } from "@cellgen/pipelines/node";
import type { Trainer } from "@cellgen/training";
import { generatedTiles, PICTURE_BATCH } from "../../model/generatedTiles.ts";
import { runFolder } from "../../output/runFolder.ts";
import { writeFileAtomic } from "../../output/writeFileAtomic.ts";
import { lossPlot } from "../../report/charts/lossPlot.ts";
import { comparisonSheet } from "../../report/pictures/comparisonSheet.ts";
import { tileGrid } from "../../report/pictures/tileGrid.ts";
import { report } from "../../report/report.ts";
import { shellWord, shownPath } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { invocation } from "../../terminal/invocation.ts";
import { type Io, print } from "../../terminal/io.ts";
import { denoisingRows } from "./denoisingRows.ts";
import { readMetrics } from "./metricsFile.ts";
import { nextCommands } from "./nextCommands.ts";
import type { PreparedRun } from "./prepareRun.ts";
import { realTiles } from "./realTiles.ts";
import { runModel } from "./runModel.ts";
import { runReport } from "./runReport.ts";

const REAL = 8;
const GENERATED = 16;

/** Writes the model, then the pictures and the report, and says where they are. */
export async function finishRun(
  run: PreparedRun,
  trainer: Trainer,
  io: Io,
  signal: AbortSignal,
): Promise<void> {
  const { out, seed } = run.settings;
  const folder = runFolder(out);
  const model = runModel(run, trainer.emaParameters(), trainer.step);
  await saveModel(folder.path, {
    ...model,
    parameters: trainer.parameters(),
    emaParameters: trainer.emaParameters(),
  });
  print(io, "Trained. Generating images for the report…");
  const generator = await createGenerator(model, run.engine, { batchSize: PICTURE_BATCH });
  try {
    const real = await realTiles(run, REAL);
    const generated = await generatedTiles(model, generator, { count: GENERATED, seed, signal });
    const samples = await tileGrid([
      { title: `${REAL} real`, columns: 2, tiles: real },
      { title: `${GENERATED} generated`, columns: 4, tiles: generated },
    ]);
    const { columns, rows } = await denoisingRows(model, generator, seed, signal);
    const denoising = await comparisonSheet(columns, rows);
    const metrics = await readMetrics(folder.metrics);
    const loss = await lossPlot(metrics);
    await writeFileAtomic(folder.samples, samples);
    await writeFileAtomic(folder.denoising, denoising);
    await writeFileAtomic(folder.lossSvg, loss.svg);
    await writeFileAtomic(folder.lossPng, loss.png);
    const contents = runReport(run, trainer, metrics, { samples, denoising, lossSvg: loss.svg });
    await writeFileAtomic(folder.report, report(contents));
  } catch (error) {
    if (!signal.aborted) throw error;
    const again = `${invocation()} train --out ${shellWord(shownPath(folder.path))} --resume`;
    throw new Interrupted(`The model is written, the pictures are not. Make them with: ${again}`);
  } finally {
    await generator.dispose();
  }
  announceResult(run, io);
}

function announceResult(run: PreparedRun, io: Io): void {
  const folder = runFolder(run.settings.out);
  print(io);
  for (const [what, file] of [
    ["model", folder.path],
    ["samples", folder.samples],
    ["denoising", folder.denoising],
    ["loss", folder.lossPng],
    ["metrics", folder.metrics],
    ["report", folder.report],
  ] as const) {
    print(io, `${what.padEnd(12)}${shownPath(file)}`);
  }
  print(io);
  print(io, "What to try next:");
  for (const { purpose, command } of nextCommands(run)) print(io, `  ${command}\n      ${purpose}`);
}
