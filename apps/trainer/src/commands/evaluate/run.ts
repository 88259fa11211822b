import path from "node:path";
import type { Engine } from "@cellgen/engine";
import {
  type ComparisonStart,
  type EvaluateFolderOptions,
  type EvaluationResult,
  evaluateFolder,
  type FolderEvaluation,
} from "@cellgen/evaluation/node";
import type { Sampling } from "@cellgen/pipelines";
import type { LoadedModel } from "@cellgen/pipelines/node";
import { describeDrawing, drawingOf } from "../../model/drawing.ts";
import { modelRecord } from "../../model/modelRecord.ts";
import type { OutputFolder } from "../../output/outputFolder.ts";
import { repeatCommand } from "../../output/repeatCommand.ts";
import { report } from "../../report/report.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { duration, plural, shownPath } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { type Io, print } from "../../terminal/io.ts";
import { type EvaluationPictures, evaluationPictures } from "./evaluatePictures.ts";
import { evaluationProgress } from "./evaluationProgress.ts";
import { heldOutWords, warningTexts, withFlags } from "./evaluationWords.ts";
import { defaultCount, type EvaluateModelSettings, type EvaluateSettings } from "./options.ts";
import { evaluationReport } from "./report.ts";

export interface EvaluatePlan {
  /** Epochs of the networks that are trained. @default those of `evaluateFolder` */
  readonly epochs?: number;
}

/** `cellgen evaluate`: evaluates generated images against real ones. */
export async function run(
  context: CommandContext<EvaluateSettings>,
  { epochs }: EvaluatePlan = {},
): Promise<void> {
  const { settings, output, io, signal } = context;
  const began = performance.now();
  let compared: ComparisonStart | undefined;
  try {
    const generator = "model" in settings ? generatorOf(settings, await context.openModel()) : undefined;
    const bars = evaluationProgress(io, generator?.words);
    const evaluation = await evaluateFolder({
      ...folderOptions(settings),
      ...generator?.options,
      ...(epochs === undefined ? {} : { epochs }),
      engine: async () => {
        const engine = await context.startEngine();
        bars.engine(engine);
        return engine;
      },
      signal,
      onProgress: bars.update,
      onWarning: (warning) => bars.warn(warningTexts([warning])),
      onComparison: (start) => {
        compared = start;
        bars.comparison(start);
      },
    }).finally(bars.stop);
    const pictures = await evaluationPictures(evaluation);
    const seconds = (performance.now() - began) / 1000;
    const page = report(evaluationReport(evaluation, settings, pictures, seconds));
    await writeResults(output, page, pictures, {
      repeat: repeatCommand("evaluate", settings),
      // Relative paths are meant from here.
      workingDirectory: process.cwd(),
      settings,
      ...(generator?.record(await context.startEngine(), evaluation) ?? { engine: evaluation.engine }),
      heldOutFrom: heldOutWords(evaluation),
      warnings: warningTexts(evaluation.warnings),
      ...evaluation.result,
    });
    announce(evaluation.result, output, seconds, io);
  } catch (error) {
    if (!signal.aborted) throw withFlags(error);
    const kept =
      compared?.isNewNetwork && compared.networkFile !== undefined
        ? `no results were written. Learnt features are kept in ${shownPath(path.resolve(compared.networkFile))}`
        : "nothing was written";
    throw new Interrupted(`Stopped; ${kept}.`, { cause: error });
  }
}

/** What `evaluateFolder` is told of any images. */
function folderOptions(settings: EvaluateSettings): EvaluateFolderOptions {
  const { data, heldOut, out, count, features, seed } = settings;
  return {
    data,
    keepIn: out,
    features,
    seed,
    ...("images" in settings ? { images: settings.images } : {}),
    ...(heldOut === undefined ? {} : { heldOut }),
    ...(count === undefined ? {} : { count }),
  };
}

/** The model that generates images: what `evaluateFolder` and the record are told of it. */
interface Generator {
  readonly options: Pick<EvaluateFolderOptions, "model" | "batchSize" | keyof Sampling>;
  /** In a few words. */
  readonly words: string;
  record(engine: Engine, evaluation: FolderEvaluation): Readonly<Record<string, unknown>>;
}

/** @throws UsageError if the model cannot sample as it is told. */
function generatorOf(settings: EvaluateModelSettings, model: LoadedModel): Generator {
  const { labelOf, ...sampling } = drawingOf(settings, model);
  return {
    options: { model: { ...model, folder: settings.model }, batchSize: settings.batch, ...sampling },
    words: `${plural(settings.count ?? defaultCount, "image")} by ${describeDrawing(sampling)}`,
    record: (engine, evaluation) => ({
      ...modelRecord(settings, model, engine),
      drawing: evaluation.sampling,
    }),
  };
}

async function writeResults(
  folder: OutputFolder,
  page: string,
  { grids, pairs, histograms, classes }: EvaluationPictures,
  record: Readonly<Record<string, unknown>>,
): Promise<void> {
  const files: [name: string, contents: Uint8Array | string][] = [
    ["grids.png", grids],
    ["nearest.png", pairs],
    ...(histograms ? [["histograms.png", histograms.png] as [string, Uint8Array]] : []),
    ...(classes ? [["classes.png", classes.png] as [string, Uint8Array]] : []),
    ["report.html", page],
  ];
  await folder.begin(files.map(([name]) => name));
  for (const [name, contents] of files) await folder.write(name, contents);
  await folder.finish(record);
}

function announce(
  { verdict, good, bad }: EvaluationResult,
  folder: OutputFolder,
  seconds: number,
  io: Io,
): void {
  print(io);
  print(io, verdict);
  for (const sentence of good) print(io, `  + ${sentence}`);
  for (const sentence of bad) print(io, `  - ${sentence}`);
  print(io);
  print(
    io,
    `report.html, evaluation.json and the pictures are in ${shownPath(folder.path)} (${duration(seconds)}).`,
  );
}
