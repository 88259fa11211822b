import path from "node:path";
import type { Engine } from "@cellgen/engine";
import { describeEvaluation, evaluateImages } from "@cellgen/evaluation";
import { modelRecord } from "../../model/modelRecord.ts";
import type { OutputFolder } from "../../output/outputFolder.ts";
import { repeatCommand } from "../../output/repeatCommand.ts";
import { report } from "../../report/report.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { count, duration, shownPath } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { type Io, print, warn } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";
import { type EvaluationFeatures, evaluationFeatures } from "./evaluateFeatures.ts";
import { type EvaluatedModel, evaluatedModel } from "./evaluateGenerated.ts";
import { type EvaluationPictures, evaluationPictures } from "./evaluatePictures.ts";
import { type EvaluationSets, evaluationSets } from "./evaluateSets.ts";
import type { EvaluateSettings } from "./options.ts";
import { evaluationReport } from "./report.ts";

const stages = {
  features: "computing features",
  cells: "measuring cells",
  memorisation: "looking for copies",
  distances: "comparing",
  classes: "looking at the classes",
  usefulness: "training classifiers",
} as const;

export interface EvaluatePlan {
  /** How often the networks that are trained see each image. @default enough to learn from it */
  readonly epochs?: number;
}

/** `cellgen evaluate`: evaluates generated images against real ones. */
export async function run(
  context: CommandContext<EvaluateSettings>,
  { epochs }: EvaluatePlan = {},
): Promise<void> {
  const { settings, output, io, signal } = context;
  const began = performance.now();
  let engine: Engine | undefined;
  let learnt: EvaluationFeatures | undefined;
  try {
    const evaluated = "model" in settings ? await evaluatedModel(settings) : undefined;
    const start = async (): Promise<Engine> => {
      const started = engine !== undefined;
      engine = await context.startEngine();
      if (!started) print(io, `engine ${engine.description}`);
      return engine;
    };
    const sets = await evaluationSets(settings, evaluated, start, io, signal);
    for (const line of sets.warnings) warn(io, `Note: ${line}`);
    const used = await start();
    learnt = await evaluationFeatures(settings, sets, used, io, signal, epochs);
    const { features, classifier, networkFile } = learnt;
    const { generated, training, heldOut: aside } = sets;
    print(
      io,
      `Comparing ${count(generated.names.length)} generated images with ${count(training.names.length)} real ones, ${count(aside.names.length)} held out…`,
    );
    const progress = startProgress(io, { noun: "percent", total: 100 });
    const evaluation = await evaluateImages(
      { generated: generated.set, training: training.set, heldOut: aside.set },
      {
        engine: used,
        features,
        ...(sets.generatedHaveClasses ? { classes: sets.classes } : {}),
        ...(classifier ? { classifier } : {}),
        ...(epochs === undefined ? {} : { epochs }),
        seed: settings.seed,
        signal,
        onProgress: ({ stage, share }) => progress.update(Math.floor(100 * share), stages[stage]),
      },
    ).finally(() => progress.stop());
    const pictures = await evaluationPictures(evaluation, sets);
    const seconds = (performance.now() - began) / 1000;
    const page = report(
      evaluationReport(evaluation, sets, settings, pictures, {
        engine: used.description,
        networkFile,
        seconds,
      }),
    );
    await writeResults(output, page, pictures, {
      repeat: repeatCommand("evaluate", settings),
      // Relative paths are meant from here.
      workingDirectory: process.cwd(),
      settings,
      ...(evaluated ? recordOf(evaluated, used) : { engine: used.description }),
      heldOutFrom: sets.heldOutFrom,
      warnings: sets.warnings,
      ...describeEvaluation(evaluation),
      ...withNames(evaluation, sets),
    });
    announce(describeEvaluation(evaluation), output, seconds, io);
  } catch (error) {
    if (!signal.aborted || error instanceof Interrupted) throw error;
    const kept = learnt?.isNew
      ? `no results were written. Learnt features are kept in ${shownPath(path.resolve(learnt.networkFile!))}`
      : "nothing was written";
    throw new Interrupted(`Stopped; ${kept}.`, { cause: error });
  } finally {
    await learnt?.features.dispose();
    if (learnt?.classifier !== learnt?.features) await learnt?.classifier?.dispose();
  }
}

/** Which model it was, and how it drew. */
function recordOf(
  { settings, model, drawing: { labelOf, ...drawing } }: EvaluatedModel,
  engine: Engine,
): Readonly<Record<string, unknown>> {
  return { ...modelRecord(settings, model, engine), drawing };
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

/** The evaluation, with the names of the files in the nearest pairs. */
function withNames(
  evaluation: Awaited<ReturnType<typeof evaluateImages>>,
  { generated, training, heldOut }: EvaluationSets,
): Record<string, unknown> {
  const { memorisation } = evaluation;
  const named = (pairs: typeof memorisation.worst, names: readonly string[]) =>
    pairs.map((pair) => ({
      ...pair,
      imageName: names[pair.image],
      trainingName: training.names[pair.training],
    }));
  return {
    ...evaluation,
    memorisation: {
      ...memorisation,
      worst: named(memorisation.worst, generated.names),
      worstHeldOut: named(memorisation.worstHeldOut, heldOut.names),
    },
  };
}

function announce(
  { verdict, good, bad }: ReturnType<typeof describeEvaluation>,
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
