import type { EvaluateFolderProgress } from "@cellgen/evaluation/node";
import { type Io, print } from "../../terminal/io.ts";
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
  /** Writes a line between two bars. */
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
