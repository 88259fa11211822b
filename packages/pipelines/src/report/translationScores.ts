import type { StructureKeptOfSet } from "@cellgen/metrics";
import type { PipelineWarning } from "../pipelineWarning.ts";
import { percent } from "./percent.ts";
import type { TableSection } from "./tableSection.ts";

/** How well images were translated. */
export interface TranslationScores {
  /** How much of their structure was kept, compared with unrelated images. */
  readonly structure: StructureKeptOfSet;
  /** Where there is a judge: shares of the images that it assigned to the target class before and after, 0…1. */
  readonly reached: { readonly before: number; readonly after: number } | undefined;
}

/** The accuracy of the classifier that judged images: `trainClassJudge` of @cellgen/evaluation/node gives it. */
export interface JudgeAccuracy {
  /** Share of held-out real images that it classifies correctly, 0…1. */
  readonly accuracy: number;
  /** Number of held-out images. */
  readonly heldOut: number;
}

/** Minimum by which the correlation of the edges must exceed that of unrelated images. */
const MIN_EDGES_GAIN = 0.15;
/** Minimum share of the images that must reach the class. */
const MIN_SHARE_REACHED = 0.5;

/** A score with two digits. */
export function scoreText(score: number | undefined): string {
  return score === undefined ? "none" : score.toFixed(2);
}

/** What the scores of a translation speak against. */
export function translationWarnings(
  { structure: { mean, unrelated }, reached }: TranslationScores,
  target: string | undefined,
  method: "ddib" | "sdedit",
): PipelineWarning[] {
  const baseline = unrelated?.edges;
  const isLost = mean.edges !== undefined && mean.edges < (baseline ?? 0) + MIN_EDGES_GAIN;
  const compared =
    baseline === undefined ? "" : `, compared with ${scoreText(baseline)} between unrelated images`;
  const isMissed = reached !== undefined && reached.after < MIN_SHARE_REACHED;
  return [
    ...(isLost
      ? [
          {
            code: "structure-not-kept",
            message: `Hardly any structure was kept: the edges before and after correlate with ${scoreText(mean.edges)}${compared}.`,
            remedy: "A lower strength keeps more.",
          },
        ]
      : []),
    ...(isMissed
      ? [
          {
            code: method === "sdedit" ? "class-rarely-reached-by-sdedit" : "class-rarely-reached",
            message: `The classifier assigns ${percent(reached.after)} of the results to ${target}: most did not reach the class.`,
            remedy:
              method === "sdedit"
                ? "The method ddib changes a class or stain."
                : "A higher strength or guidance scale changes more.",
          },
        ]
      : []),
  ];
}

/** The scores as a table. @param images - Their number. */
export function translationScoreTable(
  { structure: { mean, unrelated, likeness }, reached }: TranslationScores,
  { images, target, judge }: { images: number; target: string | undefined; judge: JudgeAccuracy | undefined },
): TableSection {
  const baseline =
    unrelated === undefined
      ? `The images are much alike (their edges correlate with ${scoreText(likeness)}), so there are no unrelated ones to compare with.`
      : images < 2
        ? "For a single image there is no unrelated one to compare with."
        : "The last column is the same between unrelated images: the difference was kept.";
  return {
    kind: "table",
    title: "Scores",
    caption:
      "Edges: correlation of the strength of the edges before and after. SSIM: structural similarity of the luminance. Both at the model's size, 1 = the same. " +
      baseline +
      (judge
        ? ` Class: share of the images that a classifier assigns to ${target}. It was trained on real images and is right for ${percent(judge.accuracy)} of ${judge.heldOut} held-out real images.`
        : ""),
    header: ["score", "mean", "between unrelated images"],
    rows: [
      ["edges kept", scoreText(mean.edges), scoreText(unrelated?.edges)],
      ["SSIM of the luminance", scoreText(mean.ssim), scoreText(unrelated?.ssim)],
      ...(reached
        ? [
            [`classified as ${target} before`, percent(reached.before), ""],
            [`classified as ${target} after`, percent(reached.after), ""],
          ]
        : []),
    ],
  };
}
