import { comparisonSheet, lossPlot, tileGrid } from "@cellgen/figures";
import { createGenerator } from "@cellgen/pipelines";
import { type PreparedRun, type RunSettings, runFolder, type TrainedRun } from "@cellgen/training/node";
import { generatedTiles, PICTURE_BATCH, tileOf } from "../../model/generatedTiles.ts";
import { writeFileAtomic } from "../../output/writeFileAtomic.ts";
import { report } from "../../report/report.ts";
import { shellWord, shownPath } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { invocation } from "../../terminal/invocation.ts";
import { type Io, print } from "../../terminal/io.ts";
import { denoisingRows } from "./denoisingRows.ts";
import { nextCommands } from "./nextCommands.ts";
import { runReport } from "./runReport.ts";

const REAL = 8;
const GENERATED = 16;

/** Writes pictures and report of a trained run, and prints where they are. */
export async function finishRun(
  run: PreparedRun,
  trained: TrainedRun,
  io: Io,
  signal: AbortSignal,
): Promise<void> {
  const { out, seed } = run.settings;
  const folder = runFolder(out);
  const { model } = trained;
  print(io, "Trained. Generating images for the report…");
  const generator = await createGenerator(model, run.engine, { batchSize: PICTURE_BATCH });
  try {
    const real = (await run.examples(REAL)).map((image) => tileOf(image, model.card));
    const generated = await generatedTiles(model, generator, { count: GENERATED, seed, signal });
    const samples = await tileGrid([
      { title: `${REAL} real`, columns: 2, tiles: real },
      { title: `${GENERATED} generated`, columns: 4, tiles: generated },
    ]);
    const { columns, rows } = await denoisingRows(model, generator, seed, signal);
    const denoising = await comparisonSheet(columns, rows);
    const loss = await lossPlot(trained.records);
    await writeFileAtomic(folder.samples, samples);
    await writeFileAtomic(folder.denoising, denoising);
    await writeFileAtomic(folder.lossSvg, loss.svg);
    await writeFileAtomic(folder.lossPng, loss.png);
    const contents = runReport(run, trained, { samples, denoising, lossSvg: loss.svg });
    await writeFileAtomic(folder.report, report(contents));
  } catch (error) {
    if (!signal.aborted) throw error;
    const again = `${invocation()} train --out ${shellWord(shownPath(folder.path))} --resume`;
    throw new Interrupted(`The model is written, the pictures are not. Make them with: ${again}`);
  } finally {
    await generator.dispose();
  }
  announceResult(run.settings, model.card.classes, io);
}

function announceResult(settings: RunSettings, classes: readonly string[], io: Io): void {
  const folder = runFolder(settings.out);
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
  for (const { purpose, command } of nextCommands(settings, classes))
    print(io, `  ${command}\n      ${purpose}`);
}
