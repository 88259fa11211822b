import path from "node:path";
import { count, duration, number, plural } from "@cellgen/data/text";
import { machineFacts, type ReportCommand, type ReportContents, type ReportSection } from "@cellgen/figures";
import { trainingDefaults } from "../diffusion/trainingDefaults.ts";
import { describeBalance } from "../run/classBalance.ts";
import type { PreparedRun, TrainedRun } from "../run/preparedRun.ts";
import { describeRunIssue } from "../run/runWarning.ts";
import type { RunSettings } from "../run/settings/runSettings.ts";
import { version } from "../version.ts";
import type { RunPictures } from "./runPictures.ts";

/** Texts that the calling program supplies for a report. */
export interface RunReportTexts {
  /** Return the display name of a setting. @default the options of `trainFolder` */
  readonly nameOf?: (setting: keyof RunSettings) => string;
  /** Next commands to list at the end. @default [] */
  readonly commands?: readonly ReportCommand[];
}

/** Create the report of a run: summary, warnings, pictures and numbers. */
export function runReport(
  run: PreparedRun,
  { records, loss, step, model }: TrainedRun,
  { samples, denoising, lossSvg }: RunPictures,
  { nameOf = (setting) => setting, commands = [] }: RunReportTexts,
): ReportContents {
  const { settings, summary, images } = run;
  const { classes } = model.card;
  const seconds = records.reduce((sum, { stepMilliseconds }) => sum + stepMilliseconds / 1000, 0);
  const seen = step * settings.batch;
  const uses = usesOfImages(run, seen).map(number);
  const usual = trainingDefaults.steps;
  const facts: ReportSection = {
    kind: "facts",
    lists: {
      Training: {
        "training time": duration(seconds),
        steps: count(step),
        "images per second": number(seen / seconds),
        "last loss (mean of 100)": number(loss),
        "GFLOP per step": number(run.flopsPerStep / 1e9),
        engine: run.engine.description,
      },
      Settings: { ...settings },
      Images: {
        folder: settings.data,
        images: count(summary.count),
        unreadable: count(summary.unreadable.length),
        "values that become -1 and 1": images.ranges.map((range) => range.join(" and ")).join("; "),
        "stabilized for photon noise": settings.stabilise,
        classes: classes.join(", ") || "none",
        balanced: describeBalance(settings, summary),
      },
      Machine: { cellgen: version(), ...machineFacts() },
    },
  };
  return {
    title: `${path.basename(settings.out)}: generated cells`,
    summary:
      `A network of ${count(model.unet.parameterCount)} parameters was trained for ${count(step)} steps ` +
      `(${duration(seconds)}) on ${plural(summary.count, "image")}` +
      `${classes.length > 0 ? ` in ${plural(classes.length, "class", "classes")}` : ""}, each used ${[...new Set(uses)].join(" to ")} times.`,
    warnings: [
      // The Images section already counts unreadable files.
      ...run.warnings
        .filter(({ code }) => code !== "unreadable-images")
        .map((warning) => describeRunIssue(warning, nameOf)),
      ...(step < usual / 2
        ? [
            `${count(step)} steps are a short training: colors and sizes are learned first, outlines and textures later. ` +
              `${count(usual)} are usual: ${nameOf("steps")} ${usual}.`,
          ]
        : []),
    ],
    sections: [
      {
        kind: "picture",
        title: "Real and generated",
        caption: "Left: training images as used in training. Right: generated images, not selected.",
        image: samples,
      },
      {
        kind: "picture",
        title: "Denoising",
        caption: "One image per row, from noise to the generated image; t is the timestep.",
        image: denoising,
      },
      {
        kind: "plot",
        title: "Loss",
        caption:
          "Mean squared error of the prediction. Compare images rather than small differences in loss.",
        svg: lossSvg,
      },
      facts,
    ],
    commands,
  };
}

/** Return how often an image was used: minimum and maximum over the classes if these were drawn equally often. */
function usesOfImages(
  { settings, summary: { count, classes } }: Pick<PreparedRun, "settings" | "summary">,
  seen: number,
): number[] {
  if (!settings.balance) return [seen / count];
  const uses = classes.map((each) => seen / classes.length / each.count);
  return [Math.min(...uses), Math.max(...uses)];
}
