import type { Engine } from "@cellgen/engine";
import type { ComparisonStart, EvaluateFolderProgress } from "@cellgen/evaluation/node";
import { count, shownPath } from "../../terminal/describe.ts";
import { type Io, print, warn } from "../../terminal/io.ts";
import { stageProgress } from "../../terminal/stageProgress.ts";

type StageName = EvaluateFolderProgress["stage"];

/** What is counted in a stage; the stages of the comparison are counted together, in percent. */
const nouns: Partial<Readonly<Record<StageName, string>>> = {
  scan: "image",
  read: "image",
  generate: "step",
  train: "step",
};

const comparing: Partial<Readonly<Record<StageName, string>>> = {
  features: "computing features",
  cells: "measuring cells",
  memorisation: "searching for copies",
  distances: "comparing",
  classes: "recognising classes",
  usefulness: "training classifiers",
};

/**
 * Shows how far an evaluation is: a line where a stage begins, and a bar for each.
 *
 * @param generated - What a model generates, in a few words.
 */
export function evaluationProgress(io: Io, generated = "images") {
  const headings: Partial<Readonly<Record<StageName, string>>> = {
    generate: `Generating ${generated}…`,
    train: "Learning features of the real images…",
  };
  const bars = stageProgress(io);
  let current: StageName | undefined;
  const line = (text: string, write: (io: Io, line: string) => void = print): void => {
    bars.stop();
    write(io, text);
  };
  return {
    engine: ({ description }: Engine): void => line(`engine ${description}`),
    update({ stage, done, total, loss }: EvaluateFolderProgress): void {
      const heading = headings[stage];
      if (heading && stage !== current) line(heading);
      current = stage;
      const noun = nouns[stage];
      const details = loss === undefined ? comparing[stage] : `loss ${loss.toFixed(3)}`;
      const counted =
        noun === undefined
          ? { noun: "percent", done: Math.floor((100 * done) / total), total: 100 }
          : { noun, done, total };
      bars.update({ ...counted, ...(details === undefined ? {} : { details }) });
    },
    warn(lines: readonly string[]): void {
      for (const text of lines) line(`note: ${text}`, warn);
    },
    comparison({ n, networkFile, isNewNetwork }: ComparisonStart): void {
      if (networkFile !== undefined && !isNewNetwork)
        line(`Using stored features: ${shownPath(networkFile)}`);
      line(
        `Comparing ${count(n.generated)} generated images with ${count(n.training)} real ones, ${count(n.heldOut)} held out…`,
      );
    },
    stop: bars.stop,
  };
}
