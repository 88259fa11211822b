import { htmlReport, lossPlot, tileGrid } from "@cellgen/figures";
import { CellPipeline } from "@cellgen/pipelines/node";
import { type PreparedRun, runFolder, type TrainedRun } from "@cellgen/training/node";
import { generatedTiles, modelTile } from "../../model/modelTile.ts";
import { writeFileAtomic } from "../../output/writeFileAtomic.ts";
import { shownPath } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { resumeCommand } from "../../terminal/invocation.ts";
import { type Io, print } from "../../terminal/io.ts";
import { denoisingSheet } from "./denoisingSheet.ts";
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
  const { settings } = run;
  const { seed } = settings;
  const { card } = trained.model;
  const folder = runFolder(settings.out);
  print(io, "Trained. Generating images for the report…");
  const cells = new CellPipeline(trained.model, run.engine);
  try {
    const examples = await run.examples(REAL);
    const real = examples.map(({ values, label }) =>
      modelTile(values, card, label === undefined ? undefined : card.classes[label]),
    );
    const samples = await tileGrid([
      { title: `${REAL} real`, columns: 2, tiles: real },
      {
        title: `${GENERATED} generated`,
        columns: 4,
        tiles: await generatedTiles(cells, { count: GENERATED, seed, signal }),
      },
    ]);
    const denoising = await denoisingSheet(cells, { seed, signal });
    const loss = await lossPlot(trained.records);
    const page = htmlReport(runReport(run, trained, { samples, denoising, lossSvg: loss.svg }));
    for (const [file, contents] of [
      [folder.samples, samples],
      [folder.denoising, denoising],
      [folder.lossSvg, loss.svg],
      [folder.lossPng, loss.png],
      [folder.report, page],
    ] as const)
      await writeFileAtomic(file, contents);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Interrupted(
      `The model is written, the pictures are not. Make them with: ${resumeCommand(folder.path)}`,
    );
  } finally {
    await cells.dispose();
  }
  print(io);
  for (const [what, file] of Object.entries({
    model: folder.path,
    samples: folder.samples,
    denoising: folder.denoising,
    loss: folder.lossPng,
    metrics: folder.metrics,
    report: folder.report,
  }))
    print(io, `${what.padEnd(12)}${shownPath(file)}`);
  print(io);
  print(io, "What to try next:");
  for (const { purpose, command } of nextCommands(settings, card.classes))
    print(io, `  ${command}\n      ${purpose}`);
}
