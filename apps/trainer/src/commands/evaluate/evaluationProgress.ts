import type { EvaluateFolderProgress } from "@cellgen/evaluation/node";
import { type Io, print } from "../../terminal/io.ts";
import { stageProgress } from "../../terminal/stageProgress.ts";

type StageName = EvaluateFolderProgress["stage"];

/** Unit of each stage's progress; the stages of the comparison share one count, in percent. */
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
  classes: "recognizing classes",
  usefulness: "training classifiers",
};

/**
 * Show the progress of an evaluation: a line at the start of each stage, and a bar.
 *
 * @param generated - Short description of the generated images.
 */
export function evaluationProgress(io: Io, generated = "images") {
  const headings: Partial<Readonly<Record<StageName, string>>> = {
    generate: `Generating ${generated}…`,
    train: "Learning features of the real images…",
  };
  const bars = stageProgress(io);
  let current: StageName | undefined;
  /** Print a line between two bars. */
  const line = (text: string, write: (io: Io, line: string) => void = print): void => {
    bars.stop();
    write(io, text);
  };
  return {
    line,
    update({ stage, done, total, loss }: EvaluateFolderProgress): void {
      const heading = headings[stage];
      if (heading && stage !== current) line(heading);
      current = stage;
      const noun = nouns[stage];
      const counted = noun
        ? { noun, done, total }
        : { noun: "percent", done: Math.floor((100 * done) / total), total: 100 };
      bars.update({ ...counted, details: loss === undefined ? comparing[stage] : `loss ${loss.toFixed(3)}` });
    },
    stop: bars.stop,
  };
}
