import type { TrainedClassJudge } from "@cellgen/evaluation/node";
import { structureKept } from "@cellgen/metrics";
import type { ModelCard, TranslateOptions } from "@cellgen/pipelines";
import type { Result } from "../../output/writeResult.ts";
import { percent } from "../../report/percent.ts";
import { plural } from "../../terminal/describe.ts";
import type { TranslateSettings } from "./options.ts";
import type { Translation } from "./translateImages.ts";

export interface TranslateOutcome {
  readonly settings: TranslateSettings;
  readonly options: Omit<TranslateOptions, "onProgress" | "signal"> & { readonly steps: number };
  readonly card: ModelCard;
  readonly translations: readonly Translation[];
  readonly judge: TrainedClassJudge | undefined;
  readonly sheet: Uint8Array;
  /** What is known of the files and how they were fitted, a line each. */
  readonly notes: readonly string[];
}

/** Below so much correlation of the edges above that of other images, hardly anything of the content was kept. */
const LITTLE = 0.15;

/** Images whose edges correlate more than this among themselves are frames of one scene, not unrelated. */
const ALIKE = 0.6;

/** What the report and the record of `cellgen translate` say. */
export function translateResult(outcome: TranslateOutcome): Result {
  const { settings, options, card, translations, judge, sheet, notes } = outcome;
  const { classes } = card;
  const { sampler, steps, strength, guidanceScale = 1, keep } = options;
  const kept = means(translations.map(({ structure }) => structure));
  // What two images have in common that are not of one another: the next image's result for this one's.
  const withNext = (when: "before" | "after") =>
    means(
      translations.length < 2
        ? []
        : translations.map(({ units }, index) =>
            structureKept(units.before, translations[(index + 1) % translations.length]!.units[when]),
          ),
    );
  const alike = withNext("before").edges ?? 0;
  const others = alike > ALIKE ? {} : withNext("after");
  const style = judge
    ? { ...styleOf(translations, options.to), accuracy: judge.accuracy, keptAside: judge.heldOut }
    : undefined;
  const target = options.to === undefined ? undefined : classes[options.to];
  const shown = translations.filter(({ row }) => row !== undefined).length;
  return {
    command: "translate",
    title: target === undefined ? "Images drawn anew" : `Images as ${target}`,
    summary:
      `${plural(translations.length, "image")} by ${settings.method}: ${sampler}, ${plural(steps, "step")}, strength ${strength}, guidance ${guidanceScale}` +
      `${keep ? `, ${keep} kept` : ""}.`,
    warnings: [
      ...notes,
      ...(settings.method === "ddib" && target !== undefined && settings.from === target
        ? [
            `Translated from ${target} to ${target}: what has changed is what the way into the noise and back costs.`,
          ]
        : []),
      ...(kept.edges !== undefined && kept.edges < (others.edges ?? 0) + LITTLE
        ? [
            `Hardly any of the structure was kept: the edges of before and after correlate with ${shownScore(kept.edges)}` +
              `${others.edges === undefined ? "" : `, those of images that have nothing to do with each other with ${shownScore(others.edges)}`}. A lower --strength keeps more.`,
          ]
        : []),
      ...(style && style.after < 0.5
        ? [
            `The classifier sees ${target} in ${percent(style.after)} of the results: the style was mostly not reached. ${settings.method === "sdedit" ? "--method ddib changes a class or stain" : "A higher --strength or --guidance changes more"}.`,
          ]
        : []),
    ],
    sections: [
      {
        kind: "picture",
        title: shown < translations.length ? `The first ${shown} of ${translations.length}` : "All images",
        caption: "Each image before and after. Those shown are the first by name, not chosen.",
        image: sheet,
      },
      {
        kind: "table",
        title: "Scores",
        caption:
          "Edges: correlation of the strength of the edges before and after. SSIM: structural similarity of the luminance. Both at the model's size, 1 = the same. " +
          (alike > ALIKE
            ? `The images are much like each other (their edges correlate with ${shownScore(alike)}), so that there are no unrelated ones to compare with.`
            : translations.length < 2
              ? "Of one image alone there is no unrelated one to compare with."
              : "The last column is the same for images that have nothing to do with each other: what is above it was kept.") +
          (style
            ? ` Style: the share that a classifier takes for ${target}. It was trained on real images and is right for ${percent(style.accuracy)} of ${style.keptAside} real images that were kept aside.`
            : ""),
        header: ["score", "mean", "between unrelated images"],
        rows: [
          ["edges kept", shownScore(kept.edges), shownScore(others.edges)],
          ["SSIM of the luminance", shownScore(kept.ssim), shownScore(others.ssim)],
          ...(style
            ? [
                [`taken for ${target} before`, percent(style.before), ""],
                [`taken for ${target} after`, percent(style.after), ""],
              ]
            : []),
        ],
      },
      {
        kind: "table",
        title: "Images",
        caption: "",
        header: [
          "image",
          "translated from",
          "edges",
          "SSIM",
          ...(style ? ["taken for before", "after", `probability of ${target}`] : []),
        ],
        rows: translations.map(({ file, from, structure, style: seen }) => [
          file.name,
          from === undefined ? "any" : classes[from]!,
          shownScore(structure.edges),
          shownScore(structure.ssim),
          ...(seen ? [classes[seen.before]!, classes[seen.after]!, shownScore(seen.probability)] : []),
        ]),
      },
    ],
    record: {
      drawing: options,
      scores: { structure: kept, unrelated: alike > ALIKE ? null : others, ...(style ? { style } : {}) },
      images: translations.map(({ file, from, output, index, structure, style: seen, notes }) => ({
        file: file.path,
        output,
        from: from === undefined ? null : classes[from],
        to: target ?? null,
        seed: settings.seed,
        index,
        structure,
        ...(seen
          ? {
              style: {
                before: classes[seen.before],
                after: classes[seen.after],
                probability: seen.probability,
              },
            }
          : {}),
        notes,
      })),
    },
  };
}

function means(scores: readonly { readonly edges?: number; readonly ssim?: number }[]): {
  readonly edges?: number;
  readonly ssim?: number;
} {
  const mean = (key: "edges" | "ssim"): number | undefined => {
    const values = scores.flatMap((score) => score[key] ?? []);
    return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const [edges, ssim] = [mean("edges"), mean("ssim")];
  return { ...(edges === undefined ? {} : { edges }), ...(ssim === undefined ? {} : { ssim }) };
}

function styleOf(
  translations: readonly Translation[],
  to: number | undefined,
): { readonly before: number; readonly after: number } {
  const share = (when: "before" | "after"): number =>
    translations.filter(({ style }) => style?.[when] === to).length / translations.length;
  return { before: share("before"), after: share("after") };
}

function shownScore(score: number | undefined): string {
  return score === undefined ? "none" : score.toFixed(2);
}
