import path from "node:path";
import { count, duration, plural } from "@cellgen/data/text";
import { evaluationDefaults } from "@cellgen/evaluation/defaults";
import { type ComparisonStart, evaluateFolder } from "@cellgen/evaluation/node";
import { evaluationUsageError } from "../../input/evaluationUsageError.ts";
import { selectionOf } from "../../input/selectionOf.ts";
import { describeSampling, samplingOf } from "../../model/sampling.ts";
import { colorsOf } from "../../options/displayOption.ts";
import { writeResult } from "../../output/writeResult.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { print, warn } from "../../terminal/io.ts";
import { shownPath } from "../../terminal/shownPath.ts";
import { evaluationProgress } from "./evaluationProgress.ts";
import type { EvaluateSettings } from "./options.ts";
import { evaluationOutput, warningTexts } from "./result.ts";

export interface EvaluatePlan {
  /** Number of epochs of the trained networks. @default those of `evaluateFolder` */
  readonly epochs?: number;
}

/** `cellgen evaluate`: evaluate generated images against real ones. */
export async function run(
  context: CommandContext<EvaluateSettings>,
  { epochs }: EvaluatePlan = {},
): Promise<void> {
  const { settings, output, io, signal } = context;
  const { data, heldOut, group, images, features, segmentChannel, seed } = settings;
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  let compared: ComparisonStart | undefined;
  try {
    const model = settings.model === undefined ? undefined : await context.openModel();
    const sampling = model && samplingOf(settings, model);
    const bars = evaluationProgress(
      io,
      sampling &&
        `${plural(settings.count ?? evaluationDefaults.count, "image")} by ${describeSampling(sampling)}`,
    );
    const evaluation = await evaluateFolder({
      ...{
        data,
        heldOut,
        group,
        index: settings.index,
        selection: selectionOf(settings, model?.card),
        images,
        count: settings.count,
        features,
        segmentChannel,
        displayColors: colorsOf(settings.display),
        seed,
        epochs,
        signal,
        keepIn: settings.out,
      },
      ...(model && { model: { ...model, folder: settings.model! }, batchSize: settings.batch, ...sampling }),
      engine: async () => {
        const engine = await context.startEngine();
        bars.line(`engine ${engine.description}`);
        return engine;
      },
      onProgress: bars.update,
      onWarning: (warning) => {
        for (const text of warningTexts([warning])) bars.line(`note: ${text}`, warn);
      },
      onComparison: (start) => {
        compared = start;
        const { n, networkFile, isNewNetwork } = start;
        if (networkFile !== undefined && !isNewNetwork)
          bars.line(`Using stored features: ${shownPath(networkFile)}`);
        bars.line(
          `Comparing ${count(n.generated)} generated images with ${count(n.training)} real ones, ${count(n.heldOut)} held out…`,
        );
      },
    }).finally(bars.stop);
    const { pictures, ...result } = await evaluationOutput(evaluation, settings, seconds());
    await output.begin([...Object.keys(pictures), "report.html"]);
    for (const [name, png] of Object.entries(pictures)) await output.write(name, png);
    await writeResult(output, settings, { model, engine: await context.startEngine() }, result);
    const { verdict, good, bad } = evaluation.result;
    const sentences = [...good.map((text) => `  + ${text}`), ...bad.map((text) => `  - ${text}`)];
    for (const line of ["", verdict, ...sentences, ""]) print(io, line);
    print(
      io,
      `report.html, evaluation.json and the figures are in ${shownPath(output.path)} (${duration(seconds())}).`,
    );
  } catch (error) {
    if (!signal.aborted) throw evaluationUsageError(error);
    const kept =
      compared?.isNewNetwork && compared.networkFile !== undefined
        ? `no results were written. The learned features are in ${shownPath(path.resolve(compared.networkFile))}`
        : "nothing was written";
    throw new Interrupted(`Stopped; ${kept}.`, { cause: error });
  }
}
