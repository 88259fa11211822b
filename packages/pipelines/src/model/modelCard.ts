import type { UnetConfig } from "@cellgen/unet";
import { z } from "zod";
import { firstIssue } from "./firstIssue.ts";

/** Metadata of a model that Hugging Face's layout does not hold: the contents of `cellgen.json`. */
export interface ModelCard {
  readonly formatVersion: 1;
  /** Height in pixels. */
  readonly height: number;
  readonly width: number;
  /** 1 for greyscale images, 3 for RGB. */
  readonly channels: number;
  /** Pixel values of the training files that map to -1 and 1; with `stabilisation`, values after the transform. */
  readonly valueRange: readonly [min: number, max: number];
  /**
   * Parameters of photon noise for the generalised Anscombe transform of the pixels, after which the noise has variance 1. The variance of a
   * pixel of mean m is `gain (m - offset) + read²`, in pixel values of the training files.
   */
  readonly stabilisation?: { readonly gain: number; readonly offset: number; readonly read: number };
  /** Bit depth of the training files. */
  readonly bitDepth: 8 | 16;
  /** Class names: class k is label k. The null class, if the network has one, is label `classes.length`. */
  readonly classes: readonly string[];
  readonly pixelSizeMicrometres?: number;
  /** Description of the training: settings, data, steps, seed, date, versions. Any JSON object. */
  readonly training: Readonly<Record<string, unknown>>;
}

const count = z.int("must be an integer of at least 1").min(1, "must be an integer of at least 1");
const number = z.number("must be a number");

const modelCardSchema: z.ZodType<ModelCard> = z.object(
  {
    formatVersion: z.literal(1, "must be 1, the format that this version of cellgen reads and writes"),
    height: count,
    width: count,
    channels: count,
    valueRange: z
      .tuple([number, number], "must be [min, max]")
      .refine(([min, max]) => min < max, "must be [min, max] with min < max"),
    stabilisation: z
      .object(
        {
          gain: z.number("must be a number above 0").gt(0, "must be above 0"),
          offset: number,
          read: z.number("must be a number of at least 0").min(0, "must be at least 0"),
        },
        "must be an object",
      )
      .exactOptional(),
    bitDepth: z.literal([8, 16], "must be 8 or 16"),
    classes: z
      .array(z.string("must be a class's name"), "must be a list of the classes' names")
      .refine((names) => new Set(names).size === names.length, "must be different names"),
    pixelSizeMicrometres: z.number("must be a number above 0").gt(0, "must be above 0").exactOptional(),
    training: z
      .record(z.string(), z.unknown(), "must be an object")
      .refine((record) => z.json().safeParse(record).success, "must hold only JSON values"),
  },
  "must be an object",
);

/**
 * Validate a model card, parsed from `cellgen.json` or to be written there.
 *
 * @returns A copy without unknown fields.
 * @throws RangeError with the field, the rule and the value.
 */
export function parseModelCard(json: unknown): ModelCard {
  const result = modelCardSchema.safeParse(json);
  if (!result.success) throw new RangeError(`parseModelCard: ${firstIssue(result.error, json)}`);
  return result.data;
}

/**
 * Create the card of a model without a `cellgen.json`: 8-bit images, and classes named "0", "1"… No class is taken as the null class.
 *
 * @throws RangeError if the configuration lacks the images' size.
 */
export function cardWithoutFile(config: UnetConfig): ModelCard {
  const { sampleSize, inChannels, numClassEmbeds } = config;
  if (sampleSize === null) {
    throw new RangeError(
      'cardWithoutFile: sample_size must be the images\' size, got null. Write it into the file: "sample_size": 32.',
    );
  }
  const [height, width] = typeof sampleSize === "number" ? [sampleSize, sampleSize] : sampleSize;
  return {
    formatVersion: 1,
    height,
    width,
    channels: inChannels,
    valueRange: [0, 255],
    bitDepth: 8,
    classes: Array.from({ length: numClassEmbeds ?? 0 }, (_, label) => String(label)),
    training: {},
  };
}
