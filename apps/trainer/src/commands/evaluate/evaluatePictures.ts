import { evaluationExamples, type FolderEvaluation } from "@cellgen/evaluation/node";
import { type Chart, confusionPlot, featureHistograms, pairSheet, tileGrid } from "@cellgen/figures";

export interface EvaluationPictures {
  readonly grids: Uint8Array;
  readonly pairs: Uint8Array;
  /** None where no features of cells could be measured. */
  readonly histograms: Chart | undefined;
  /** With classes. */
  readonly classes: Chart | undefined;
}

const GRID_COLUMNS = 4;
/** Features of which histograms are shown: those that differ most. */
const HISTOGRAMS = 9;

/** The pictures of a report. */
export async function evaluationPictures(evaluation: FolderEvaluation): Promise<EvaluationPictures> {
  const { cells, classSeen } = evaluation.result;
  const { heldOut, generated, nearest, nearestHeldOut } = evaluationExamples(evaluation);
  return {
    grids: await tileGrid([
      { title: "Real, held out", columns: GRID_COLUMNS, tiles: heldOut },
      { title: "Generated", columns: GRID_COLUMNS, tiles: generated },
    ]),
    pairs: await pairSheet([
      { title: "Generated, each beside the training image nearest to it", pairs: nearest },
      { title: "Held-out real images, the same", pairs: nearestHeldOut },
    ]),
    histograms: cells.length > 0 ? await featureHistograms(cells.slice(0, HISTOGRAMS)) : undefined,
    classes: classSeen ? await confusionPlot(evaluation.classes, classSeen.confusion) : undefined,
  };
}
