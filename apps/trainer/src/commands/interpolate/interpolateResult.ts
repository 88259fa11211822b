import { type CellImage, displayRange } from "@cellgen/data";
import { imageTile, type Tile, tileGrid } from "@cellgen/figures";
import type { InterpolateOptions } from "@cellgen/pipelines";
import type { Result } from "../../output/writeResult.ts";
import { imageNotes } from "../../report/imageNotes.ts";
import type { ReportSection } from "../../report/report.ts";
import { plural } from "../../terminal/describe.ts";
import type { InterpolationEnds } from "./interpolateEnds.ts";
import type { InterpolateSettings } from "./options.ts";

export interface DrawnFrame {
  readonly file: string;
  /** 0…1. */
  readonly position: number;
  readonly image: CellImage;
  /** Of a frame at the end: how close it comes to the image that was given, in decibels. */
  readonly psnr: number | undefined;
  /** Of a frame at the end: whether it looks like another image. */
  readonly isFar: boolean;
  /** Of a frame at the end: how its image was fitted to the model. */
  readonly notes: readonly string[];
}

export interface InterpolateOutcome {
  readonly settings: InterpolateSettings;
  readonly options: InterpolateOptions & { readonly steps: number };
  /** The model's. */
  readonly classes: readonly string[];
  readonly ends: InterpolationEnds;
  readonly drawn: readonly DrawnFrame[];
  /** The frames as they are shown. */
  readonly tiles: readonly Tile[];
  /** The animated WebP. */
  readonly film: Uint8Array;
}

const COLUMNS = 8;

/** What the report and the record of `cellgen interpolate` say. */
export async function interpolateResult(outcome: InterpolateOutcome): Promise<Result> {
  const { settings, options, classes, ends, drawn, film } = outcome;
  const { images, seeds } = ends;
  const names = images
    ? images.map(({ file }) => file.name)
    : seeds!.map(
        (seed, k) =>
          `seed ${seed}${typeof ends.labels === "object" ? ` as ${classes[ends.labels[k]!]}` : ""}`,
      );
  const tiles = outcome.tiles.map((tile, k) => ({ ...tile, label: drawn[k]!.position.toFixed(2) }));
  const grid = await tileGrid([
    { title: plural(drawn.length, "frame"), columns: Math.min(COLUMNS, drawn.length), tiles },
  ]);
  const noted = images?.map((end, k) => ({ ...end, notes: drawn.at(-k)!.notes }));
  const errors = [drawn[0]?.psnr, drawn.at(-1)?.psnr];
  const far = drawn.some(({ isFar }) => isFar);
  return {
    command: "interpolate",
    title: `Between ${names.join(" and ")}`,
    summary:
      `${plural(drawn.length, "frame")} on the great circle between two noises${settings.class ? `, of class ${settings.class}` : ""}, drawn by ${options.sampler} ` +
      `in ${plural(options.steps, "step")}.`,
    warnings: [
      ...(noted ? imageNotes(noted) : []),
      ...(far
        ? [
            "The ends do not come back as the images that were given. More --steps bring them closer, and --class where the model knows the images' class.",
          ]
        : []),
    ],
    sections: [
      {
        kind: "picture",
        title: "There and back",
        caption: "animation.webp: all frames forwards and backwards.",
        image: film,
        format: "webp",
      },
      {
        kind: "picture",
        title: "Frame by frame",
        caption: "0.00 is the first end, 1.00 the last. strip.png has the same in one row.",
        image: grid,
      },
      ...(images ? await givenImages(images, errors) : []),
    ],
    record: {
      drawing: options,
      ends: noted
        ? noted.map(({ file, notes }, k) => ({ file: file.path, notes, psnrOfItsFrame: errors[k] ?? null }))
        : seeds!.map((seed) => ({ seed, index: 0 })),
      frames: drawn.map(({ file, position }) => ({ file, position })),
    },
  };
}

async function givenImages(
  images: NonNullable<InterpolationEnds["images"]>,
  errors: readonly (number | undefined)[],
): Promise<ReportSection[]> {
  const blocks = images.map(({ image, file }) => ({
    title: file.name,
    columns: 1,
    tiles: [imageTile(image, displayRange([image]))],
  }));
  const [first, last] = images.map(({ image }) => image);
  const isOneSize = first!.width === last!.width && first!.height === last!.height;
  return [
    ...(isOneSize
      ? [
          {
            kind: "picture" as const,
            title: "The images that were given",
            caption: "The first and the last frame are what the model makes of them.",
            image: await tileGrid(blocks),
          },
        ]
      : []),
    {
      kind: "table" as const,
      title: "How close the ends come back",
      caption:
        "At the model's size. Above 30 dB one hardly sees a difference, below 20 dB it is another image.",
      header: ["image", "PSNR of its frame"],
      rows: images.map(({ file }, k) => [file.name, `${errors[k]?.toFixed(1) ?? "none"} dB`]),
    },
  ];
}
