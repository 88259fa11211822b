import path from "node:path";
import type { ReportContents } from "@cellgen/figures";
import type { PreparedRun, TrainedRun } from "@cellgen/training/node";
import { environment } from "../../output/environment.ts";
import { count, duration, number, plural, shellWord, shownPath } from "../../terminal/describe.ts";
import { invocation } from "../../terminal/invocation.ts";
import { nextCommands } from "./nextCommands.ts";
import { trainDefaults } from "./options.ts";
import { runWarningTexts } from "./runWarningTexts.ts";

export interface RunPictures {
  readonly samples: Uint8Array;
  readonly denoising: Uint8Array;
  readonly lossSvg: string;
}

/** The report of a run. */
export function runReport(
  run: PreparedRun,
  { records, loss, step, model }: TrainedRun,
  { samples, denoising, lossSvg }: RunPictures,
): ReportContents {
  const { settings, summary, images, engine } = run;
  const { unet, card } = model;
  const { classes } = card;
  const seconds = records.reduce((sum, { stepMilliseconds }) => sum + stepMilliseconds / 1000, 0);
  const out = shownPath(settings.out);
  const seen = step * settings.batch;
  return {
    title: `${path.basename(settings.out)}: generated cells`,
    summary:
      `A network of ${count(unet.parameterCount)} parameters was trained for ${count(step)} steps ` +
      `(${duration(seconds)}) on ${plural(summary.count, "image")}` +
      `${classes.length > 0 ? ` in ${plural(classes.length, "class", "classes")}` : ""}, each seen ${number(seen / summary.count)} times.`,
    warnings: [...runWarningTexts(run), ...shortTraining(step)],
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
      {
        kind: "facts",
        lists: {
          Training: {
            "time in steps": duration(seconds),
            steps: count(step),
            "images a second": number(seen / seconds),
            "last loss (mean of 100)": number(loss),
            "GFLOP a step": number(run.flopsPerStep / 1e9),
            engine: engine.description,
          },
          Settings: { ...settings },
          Images: {
            folder: images.path,
            images: count(summary.count),
            unreadable: count(summary.unreadable.length),
            "values that become -1 and 1": images.valueRange.join(" and "),
            "stabilised for photon noise": settings.stabilise,
            classes: classes.join(", ") || "none",
          },
          Machine: environment(),
        },
      },
    ],
    commands: [
      {
        purpose: "Repeat the run in another folder",
        command: `${invocation()} train --config ${shellWord(path.join(out, "train.json"))} --out ${shellWord(`${out}-again`)}`,
      },
      ...nextCommands(settings, classes),
    ],
  };
}

function shortTraining(steps: number): string[] {
  if (steps >= trainDefaults.steps / 2) return [];
  return [
    `${count(steps)} steps are a short training: colours and sizes are learned first, outlines and textures later. ` +
      `${count(trainDefaults.steps)} are usual: --steps ${trainDefaults.steps}.`,
  ];
}
