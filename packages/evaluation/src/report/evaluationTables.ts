import { count } from "@cellgen/data/text";
import type { Evaluation } from "../evaluation.ts";
import type { Estimate, Measurement } from "../measures/measurement.ts";
import { describeProportions } from "./describeProportions.ts";
import { interval, shareCell, short } from "./numberText.ts";

/** Table of text cells. */
export interface EvaluationTable {
  readonly title: string;
  readonly caption: string;
  readonly header: readonly string[];
  /** The first cell of a row is its name. */
  readonly rows: readonly (readonly string[])[];
}

export interface EvaluationTables {
  /** Measures of all images, each with that of held-out real images. */
  readonly measures: EvaluationTable;
  /** Measures of each class; undefined without classes. */
  readonly classes?: EvaluationTable;
  /** Each measured cell feature; undefined if none could be measured. */
  readonly cells?: EvaluationTable;
}

/** Format the numbers of an evaluation as tables for a report: rounded, with intervals, baselines and numbers of images. */
export function evaluationTables(evaluation: Evaluation): EvaluationTables {
  return {
    measures: measureTable(evaluation),
    ...(evaluation.perClass.length > 0 ? { classes: classTable(evaluation) } : {}),
    ...(evaluation.cells.length > 0 ? { cells: cellTable(evaluation) } : {}),
  };
}

function measureTable(evaluation: Evaluation): EvaluationTable {
  const { distances, memorisation, classSeen, usefulness, classProportions } = evaluation;
  const n = classProportions?.n ?? evaluation.n;
  const proportions = describeProportions(evaluation);
  const row = (name: string, better: string, measurement: Measurement): string[] => {
    const images = `${count(measurement.n)} and ${count(measurement.realBaseline.n)}`;
    return [
      name,
      interval(measurement),
      interval(measurement.realBaseline),
      better,
      measurement.reference > 0 ? `${images}, with ${count(measurement.reference)}` : images,
      measurement.features,
    ];
  };
  const accuracyRow = (
    name: string,
    accuracy: Estimate & { readonly trainedOn: number; readonly n: number },
  ): string[] => [
    name,
    interval(accuracy),
    interval(usefulness!.real),
    "higher",
    `trained on ${count(accuracy.trainedOn)} (real: ${count(usefulness!.real.trainedOn)}), tested on ${count(accuracy.n)}`,
    usefulness!.accuracyRatio.features,
  ];
  return {
    title: "Measures",
    caption:
      `Each with its 95 % confidence interval. "Real baseline": the same measure of held-out real images ` +
      "instead of generated ones, the value of perfect images. " +
      `Measures that depend on the number of images use equal numbers of the ${count(n.generated)} generated and ${count(n.heldOut)} held-out images, the others use all. ` +
      '"Images": the numbers of generated and held-out images, and of the training images that both were compared with.' +
      (proportions === undefined ? "" : ` ${proportions}`),
    header: ["", "generated", "real baseline", "better", "images", "in features"],
    rows: [
      row("kernel distance (KID)", "lower", distances.kernelDistance),
      row("Fréchet distance", "lower", distances.frechetDistance),
      row("precision (k = 3): realism", "higher", distances.precision),
      row("recall (k = 3): variety", "higher", distances.recall),
      row("density (k = 5)", "about 1", distances.density),
      row("coverage (k = 5): variety", "higher", distances.coverage),
      ...(classSeen ? [row("recognized class is the requested one", "higher", classSeen.share)] : []),
      ...(usefulness
        ? [
            row("accuracy ratio: trained on generated / on real", "higher", usefulness.accuracyRatio),
            accuracyRow("accuracy, trained on generated only", usefulness.generated),
            accuracyRow("accuracy, trained on both", usefulness.both),
          ]
        : []),
      row("distance to the nearest training image", "not lower", memorisation.distance),
      row("relative distance to the nearest training image", "not lower", memorisation.relativeDistance),
      row("closer than 19 of 20 new images", "about 5 %", memorisation.closerThanHeldOut),
      row("copies of training images", "none", memorisation.copies),
    ],
  };
}

function classTable({ perClass, classSeen, usefulness, features }: Evaluation): EvaluationTable {
  const both = (measurement: Measurement | undefined, show = short): string =>
    measurement ? `${show(measurement.value)} (${show(measurement.realBaseline.value)})` : "too few images";
  return {
    title: "Per class",
    caption:
      `KID to coverage use the features ${features}, the last column uses measured features. ` +
      "Values of generated images, with the real baseline in brackets. Accuracy: share of held-out real cells of the class recognized by a classifier trained on generated images, " +
      "in brackets by one trained on real images. With fewer images than above, the values are less certain: evaluation.json has the intervals.",
    header: [
      "",
      "images (held out), training",
      "KID",
      "Fréchet",
      "precision",
      "coverage",
      "class recognized",
      "accuracy",
      "closer than 19 of 20",
      "copies",
      "differs most in",
    ],
    rows: perClass.map(({ name, n, distances, memorisation, cells }, label) => [
      name,
      `${count(n.generated)} (${count(n.heldOut)}), ${count(n.training)}`,
      both(distances?.kernelDistance),
      both(distances?.frechetDistance),
      both(distances?.precision, shareCell),
      both(distances?.coverage, shareCell),
      classSeen ? both(classSeen.perClass[label], shareCell) : "",
      usefulness
        ? `${shareCell(usefulness.generated.perClass[label]!.value)} (${shareCell(usefulness.real.perClass[label]!.value)})`
        : "",
      both(memorisation?.closerThanHeldOut, shareCell),
      both(memorisation?.copies, shareCell),
      cells[0] ? `${cells[0].label} (${cells[0].direction})` : "",
    ]),
  };
}

function cellTable({ cells }: Evaluation): EvaluationTable {
  const { n, reference, realBaseline } = cells[0]!.distance;
  return {
    title: "Measured features",
    caption:
      `Of ${count(n)} generated images and ${count(realBaseline.n)} held-out real ones (real baseline), each compared with ${count(reference)} real training images; medians over all images. ` +
      "Distance: the largest difference between the cumulative distributions of generated and real training images (Kolmogorov-Smirnov), 0 to 1. Moved by: the mean distance between the distributions (Wasserstein) in standard deviations of the real images. Each with its bootstrap interval. " +
      "Colors are shares of the range from black to white, lengths are in pixels. Largest difference first.",
    header: [
      "",
      "distance",
      "real baseline",
      "moved by",
      "real baseline",
      "median generated",
      "median real",
      "generated are",
    ],
    rows: cells.map(({ label, distance, shift, medianGenerated, medianReal, direction }) => [
      label,
      interval(distance),
      interval(distance.realBaseline),
      interval(shift),
      interval(shift.realBaseline),
      short(medianGenerated),
      short(medianReal),
      direction,
    ]),
  };
}
