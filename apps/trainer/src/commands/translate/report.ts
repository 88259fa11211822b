import type { TrainedClassJudge } from "@cellgen/evaluation/node";
import type { ReportSection } from "@cellgen/figures";
import { type StructureKeptOfSet, structureKeptOfSet } from "@cellgen/metrics";
import type { ModelCard } from "@cellgen/pipelines";
import type { FileReport } from "../../apply/processFiles.ts";
import { percent } from "../../report/percent.ts";
import { plural } from "../../terminal/describe.ts";
import type { Translation } from "./checkedTranslation.ts";
import type { TranslateSettings } from "./options.ts";
import { shownScore, type TranslatedFile } from "./translatedFile.ts";

export interface TranslateOutcome {
  readonly settings: TranslateSettings;
  readonly translation: Translation;
  readonly card: ModelCard;
  readonly translated: readonly TranslatedFile[];
  readonly judge: TrainedClassJudge | undefined;
}

/** Shares of images that the classifier assigns to the target class, and its accuracy on held-out images. */
interface Style {
  readonly before: number;
  readonly after: number;
  readonly accuracy: number;
  readonly heldOut: number;
}

/** Minimum by which the correlation of the edges must exceed that of unrelated images. */
const MIN_EDGES_GAIN = 0.15;

/** @param target - The class that the classifier looks for; undefined = there is no classifier. */
export function imageTable(target: string | undefined): { header: readonly string[]; caption: string } {
  const style = target === undefined ? [] : ["class before", "class after", `probability of ${target}`];
  return { header: ["image", "translated from", "edges", "SSIM", ...style], caption: "" };
}

/** The report and the record of `cellgen translate`. */
export function translateReport(outcome: TranslateOutcome): FileReport {
  const { settings, translation, card, translated, judge } = outcome;
  const { sampler, steps, strength, guidanceScale = 1, keep } = translation;
  const target = translation.to === undefined ? undefined : card.classes[translation.to]!;
  const structure = structureKeptOfSet(translated.map(({ units }) => units));
  const share = (when: "before" | "after"): number =>
    translated.filter(({ verdicts }) => verdicts?.[when].label === translation.to).length / translated.length;
  const style: Style | undefined = judge && {
    before: share("before"),
    after: share("after"),
    accuracy: judge.accuracy,
    heldOut: judge.heldOut,
  };
  return {
    title: target === undefined ? "Varied images" : `Images as ${target}`,
    summary:
      `${plural(translated.length, "image")} by ${settings.method}: ${sampler}, ${plural(steps, "step")}, strength ${strength}, guidance ${guidanceScale}` +
      `${keep ? `, ${keep} kept` : ""}.`,
    warnings: [
      ...(settings.method === "ddib" && target !== undefined && settings.from === target
        ? [`Translated from ${target} to ${target}: any change is the error of inversion and generation.`]
        : []),
      ...structureWarning(structure),
      ...(style && style.after < 0.5
        ? [
            `The classifier assigns ${percent(style.after)} of the results to ${target}: most did not reach the class. ${settings.method === "sdedit" ? "--method ddib changes a class or stain" : "A higher --strength or --guidance changes more"}.`,
          ]
        : []),
    ],
    sections: [scoreTable(structure, translated.length, target, style)],
    record: {
      drawing: translation,
      scores: {
        structure: structure.mean,
        unrelated: structure.unrelated ?? null,
        ...(style ? { style: styleRecord(style) } : {}),
      },
    },
  };
}

/** Its key for the held-out images is older than the name. */
function styleRecord({ heldOut, ...shares }: Style) {
  return { ...shares, keptAside: heldOut };
}

function structureWarning({ mean, unrelated }: StructureKeptOfSet): string[] {
  const baseline = unrelated?.edges;
  if (mean.edges === undefined || mean.edges >= (baseline ?? 0) + MIN_EDGES_GAIN) return [];
  const compared =
    baseline === undefined ? "" : `, compared with ${shownScore(baseline)} between unrelated images`;
  return [
    `Hardly any structure was kept: the edges before and after correlate with ${shownScore(mean.edges)}${compared}. A lower --strength keeps more.`,
  ];
}

function scoreTable(
  { mean, unrelated, likeness }: StructureKeptOfSet,
  images: number,
  target: string | undefined,
  style: Style | undefined,
): ReportSection {
  const baseline =
    unrelated === undefined
      ? `The images are much alike (their edges correlate with ${shownScore(likeness)}), so there are no unrelated ones to compare with.`
      : images < 2
        ? "For a single image there is no unrelated one to compare with."
        : "The last column is the same between unrelated images: the difference was kept.";
  return {
    kind: "table",
    title: "Scores",
    caption:
      "Edges: correlation of the strength of the edges before and after. SSIM: structural similarity of the luminance. Both at the model's size, 1 = the same. " +
      baseline +
      (style
        ? ` Class: share of the images that a classifier assigns to ${target}. It was trained on real images and is right for ${percent(style.accuracy)} of ${style.heldOut} held-out real images.`
        : ""),
    header: ["score", "mean", "between unrelated images"],
    rows: [
      ["edges kept", shownScore(mean.edges), shownScore(unrelated?.edges)],
      ["SSIM of the luminance", shownScore(mean.ssim), shownScore(unrelated?.ssim)],
      ...(style
        ? [
            [`classified as ${target} before`, percent(style.before), ""],
            [`classified as ${target} after`, percent(style.after), ""],
          ]
        : []),
    ],
  };
}
