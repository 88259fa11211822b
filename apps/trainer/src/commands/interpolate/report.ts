import { displayRange } from "@cellgen/data";
import { comparisonSheet, imageTile, type ReportSection, type Tile, tileGrid } from "@cellgen/figures";
import type { InterpolatedCell } from "@cellgen/pipelines/node";
import type { Result } from "../../output/writeResult.ts";
import { imageNotes } from "../../report/imageNotes.ts";
import { imageNoteText } from "../../report/imageNoteText.ts";
import { plural } from "../../terminal/describe.ts";
import type { FrameSampling, InterpolationEnds } from "./interpolationEnds.ts";
import type { InterpolateSettings } from "./options.ts";

export interface InterpolateOutcome {
  readonly settings: InterpolateSettings;
  readonly sampling: FrameSampling;
  readonly ends: InterpolationEnds;
  /** The files of the frames. */
  readonly names: readonly string[];
  readonly generated: readonly InterpolatedCell[];
  /** The frames as they are shown. */
  readonly tiles: readonly Tile[];
  /** The animated WebP. */
  readonly animation: Uint8Array;
}

const COLUMNS = 8;

/** The report and the record of `cellgen interpolate`. */
export async function interpolateReport(outcome: InterpolateOutcome): Promise<Result> {
  const { settings, sampling, ends, names, generated, tiles, animation } = outcome;
  const { images, seeds, class: ofClass } = ends;
  const endFrames = [generated[0]!, generated.at(-1)!];
  const titles = images
    ? images.map(({ file }) => file.name)
    : seeds!.map((seed, k) => `seed ${seed}${typeof ofClass === "object" ? ` as ${ofClass[k]}` : ""}`);
  const noted = images?.map(({ file }, k) => ({ file, notes: endFrames[k]!.notes.map(imageNoteText) }));
  const grid = await tileGrid([
    {
      title: plural(generated.length, "frame"),
      columns: Math.min(COLUMNS, generated.length),
      tiles: tiles.map((tile, k) => ({ ...tile, label: generated[k]!.position.toFixed(2) })),
    },
  ]);
  const isFar = endFrames.some(({ warnings }) => warnings.length > 0);
  return {
    title: `Between ${titles.join(" and ")}`,
    summary:
      `${plural(generated.length, "frame")} by spherical interpolation between two noises${settings.class ? `, of class ${settings.class}` : ""}: ${sampling.sampler}, ` +
      `${plural(sampling.steps, "step")}.`,
    warnings: [
      ...(noted ? imageNotes(noted) : []),
      ...(isFar
        ? ["The end frames do not reproduce the given images. Use more --steps, or state their --class."]
        : []),
    ],
    sections: [
      {
        kind: "picture",
        title: "Animation",
        caption: "animation.webp: all frames forwards and backwards.",
        image: animation,
        format: "webp",
      },
      {
        kind: "picture",
        title: "Frame by frame",
        caption: "0.00 is the first end, 1.00 the last. strip.png has the same in one row.",
        image: grid,
      },
      ...(images ? await givenImages(images, endFrames) : []),
    ],
    record: {
      drawing: sampling,
      ends: noted
        ? noted.map(({ file, notes }, k) => ({
            file: file.path,
            notes,
            psnrOfItsFrame: endFrames[k]!.psnr ?? null,
          }))
        : seeds!.map((seed) => ({ seed, index: 0 })),
      frames: generated.map(({ position }, k) => ({ file: names[k], position })),
    },
  };
}

async function givenImages(
  images: NonNullable<InterpolationEnds["images"]>,
  frames: readonly InterpolatedCell[],
): Promise<ReportSection[]> {
  const table: ReportSection = {
    kind: "table",
    title: "Reconstruction of the ends",
    caption:
      "At the model's size. Above 30 dB hardly any difference is visible; below 20 dB it is another image.",
    header: ["image", "PSNR of its frame"],
    rows: images.map(({ file }, k) => [file.name, `${frames[k]!.psnr?.toFixed(1) ?? "none"} dB`]),
  };
  const names = images.map(({ file }) => file.name);
  const tiles = images.map(({ image }) => imageTile(image, displayRange([image])));
  return [
    {
      kind: "picture",
      title: "Given images",
      caption: "The first and the last frame are their reconstructions by the model.",
      image: await comparisonSheet(names, [{ tiles }]),
    },
    table,
  ];
}
