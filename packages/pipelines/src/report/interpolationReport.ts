import { type CellImage, displayRanges } from "@cellgen/data";
import { plural } from "@cellgen/data/text";
import {
  animation,
  comparisonSheet,
  imageTile,
  type ReportContents,
  type ReportSection,
  tileGrid,
} from "@cellgen/figures";
import { interpolateDefaults } from "../interpolate/interpolateOptions.ts";
import { noteText as plainNoteText } from "../noteText.ts";
import type { InterpolateCellsOptions, InterpolatedCell } from "../pipeline/interpolateCells.ts";
import { noteLines } from "./noteLines.ts";
import type { ReportPictures, ReportTexts } from "./resultReport.ts";
import { samplerName } from "./samplerName.ts";
import { warningText as plainWarningText, warningLines } from "./warningLines.ts";

/** An image at one end of an interpolation, with its name. */
export interface NamedImage {
  readonly name: string;
  readonly image: CellImage;
}

/** Options of `interpolationReport`. */
export interface InterpolationReportOptions
  extends ReportTexts,
    ReportPictures,
    Pick<InterpolateCellsOptions, "sampler"> {
  /** Two seeds, or two images. */
  readonly ends: readonly [from: number, to: number] | readonly [from: NamedImage, to: NamedImage];
  readonly steps: number;
  /** Name of the class of all frames, or names of the classes of both ends. @default unknown */
  readonly class?: string | readonly [from: string, to: string] | undefined;
}

/** Contents of the report for `htmlReport` of @cellgen/figures, and its pictures. */
export interface InterpolationReportContents
  extends Pick<ReportContents, "title" | "summary" | "warnings" | "sections"> {
  /** All frames in one row, as a PNG. */
  readonly strip: Uint8Array;
  /** All frames forwards and backwards, as a WebP. */
  readonly animation: Uint8Array;
}

const COLUMNS = 8;

/**
 * Create the report on an interpolation: an animation, the frames, and how closely given images are reconstructed. Its captions name the
 * pictures animation.webp and strip.png.
 *
 * @param frames - All frames, in order.
 * @param options - Options of the interpolation.
 * @throws RangeError if there are no frames.
 */
export async function interpolationReport(
  frames: readonly InterpolatedCell[],
  options: InterpolationReportOptions,
): Promise<InterpolationReportContents> {
  const { ends, steps, class: className, sampler = interpolateDefaults.sampler } = options;
  const { noteText = plainNoteText, warningText = plainWarningText, displayColors: colors } = options;
  const [first, last] = [frames[0], frames.at(-1)];
  if (!first || !last)
    throw new RangeError("interpolationReport: frames must have at least one frame, got none.");
  const endFrames = [first, last];
  const images = ends.filter((end) => typeof end === "object");
  const titles = ends.map((end, k) => {
    if (typeof end === "object") return end.name;
    return `seed ${end}${typeof className === "object" ? ` as ${className[k]}` : ""}`;
  });
  const range = displayRanges(frames);
  const tiles = frames.map((frame) => imageTile(frame, range, { colors }));
  const positions = frames.map(({ position }) => position.toFixed(2));
  const animated = await animation(tiles);
  const grid = await tileGrid([
    {
      title: plural(frames.length, "frame"),
      columns: Math.min(COLUMNS, frames.length),
      tiles: tiles.map((tile, k) => ({ ...tile, label: positions[k]! })),
    },
  ]);
  return {
    title: `Between ${titles.join(" and ")}`,
    summary:
      `${plural(frames.length, "frame")} by spherical interpolation between two noises${className ? `, of class ${[className].flat().join(",")}` : ""}: ${samplerName(sampler)}, ` +
      `${plural(steps, "step")}.`,
    warnings: [
      ...noteLines(images.map(({ name }, k) => ({ name, notes: endFrames[k]!.notes.map(noteText) }))),
      ...warningLines(
        images.map(({ name }, k) => ({ name, warnings: endFrames[k]!.warnings.map(warningText) })),
      ),
    ],
    sections: [
      {
        kind: "picture",
        title: "Animation",
        caption: "animation.webp: all frames forwards and backwards.",
        image: animated,
        format: "webp",
      },
      {
        kind: "picture",
        title: "Frame by frame",
        caption: "0.00 is the first end, 1.00 the last. strip.png shows all frames in one row.",
        image: grid,
      },
      ...(images.length > 0 ? await givenImages(images, endFrames, colors) : []),
    ],
    strip: await comparisonSheet(positions, [{ tiles }]),
    animation: animated,
  };
}

async function givenImages(
  images: readonly NamedImage[],
  frames: readonly InterpolatedCell[],
  colors: readonly string[] | undefined,
): Promise<ReportSection[]> {
  const tiles = images.map(({ image }) => imageTile(image, displayRanges([image]), { colors }));
  return [
    {
      kind: "picture",
      title: "Given images",
      caption: "The first and the last frame are their reconstructions by the model.",
      image: await comparisonSheet(
        images.map(({ name }) => name),
        [{ tiles }],
      ),
    },
    {
      kind: "table",
      title: "Reconstruction of the ends",
      caption:
        "At the model's size. Above 30 dB differences are hardly visible; below 20 dB the frame shows a different image.",
      header: ["image", "PSNR of its frame"],
      rows: images.map(({ name }, k) => [name, `${frames[k]!.psnr?.toFixed(1) ?? "none"} dB`]),
    },
  ];
}
