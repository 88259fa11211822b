import type { Engine } from "@cellgen/engine";
import type { ComparisonStart, EvaluateFolderProgress } from "@cellgen/evaluation/node";
import { count, shownPath } from "../../terminal/describe.ts";
import { type Io, print, warn } from "../../terminal/io.ts";
import { type Stage, stageProgress } from "../../terminal/stageProgress.ts";

type StageName = EvaluateFolderProgress["stage"];

/** What is counted in a stage of its own; the stages of the comparison are counted together. */
const nouns: Partial<Readonly<Record<StageName, string>>> = {
  scan: "image",
  read: "image",
  generate: "step",
  train: "step",
};

const comparing: Partial<Readonly<Record<StageName, string>>> = {
  features: "computing features",
  cells: "measuring cells",
  memorisation: "looking for copies",
  distances: "comparing",
  classes: "looking at the classes",
  usefulness: "training classifiers",
};

export interface EvaluationDisplay {
  engine(engine: Engine): void;
  update(progress: EvaluateFolderProgress): void;
  warn(lines: readonly string[]): void;
  comparison(start: ComparisonStart): void;
  stop(): void;
}

/**
 * Shows how far an evaluation is: a line where a stage begins, and a bar for each.
 *
 * @param generated - What a model generates, in a few words.
 */
export function evaluationProgress(io: Io, generated = "images"): EvaluationDisplay {
  const headings: Partial<Readonly<Record<StageName, string>>> = {
    generate: `Generating ${generated}…`,
    train: "Learning features of the real images…",
  };
  const bars = stageProgress(io);
  let current: StageName | undefined;
  const line = (text: string): void => {
    bars.stop();
    print(io, text);
  };
  return {
    engine: ({ description }) => line(`engine ${description}`),
    update(progress) {
      const heading = headings[progress.stage];
      if (heading && progress.stage !== current) line(heading);
      current = progress.stage;
      bars.update(stageOf(progress));
    },
    warn(lines) {
      bars.stop();
      for (const text of lines) warn(io, `Note: ${text}`);
    },
    comparison({ n, networkFile, isNewNetwork }) {
      if (networkFile !== undefined && !isNewNetwork)
        line(`Features learnt before: ${shownPath(networkFile)}`);
      line(
        `Comparing ${count(n.generated)} generated images with ${count(n.training)} real ones, ${count(n.heldOut)} held out…`,
      );
    },
    stop: bars.stop,
  };
}

function stageOf({ stage, done, total, loss }: EvaluateFolderProgress): Stage {
  const noun = nouns[stage];
  if (noun === undefined) {
    return {
      noun: "percent",
      done: Math.floor((100 * done) / total),
      total: 100,
      details: comparing[stage]!,
    };
  }
  return { noun, done, total, ...(loss === undefined ? {} : { details: `loss ${loss.toFixed(3)}` }) };
}
