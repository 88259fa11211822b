import type { UnetConfig } from "@cellgen/unet";
import { z } from "zod";
import { firstIssue } from "./firstIssue.ts";

/** What Hugging Face's layout cannot say about a model: the contents of `cellgen.json`. */
export interface ModelCard {
  readonly formatVersion: 1;
  /** Pixels. */
  readonly height: number;
  readonly width: number;
  /** 1 for grey images, 3 for RGB. */
  readonly channels: number;
  /** The pixel values of the training files that became -1 and 1; with `stabilisation`, those of the transformed values. */
  readonly valueRange: readonly [min: number, max: number];
  /**
   * The photon noise whose generalised Anscombe transform the pixels went through: the model works on values whose noise has variance 1.
   * A pixel of mean m has variance `gain (m - offset) + read²`, in pixel values of the training files.
   */
  readonly stabilisation?: { readonly gain: number; readonly offset: number; readonly read: number };
  /** Of the training files. */
  readonly bitDepth: 8 | 16;
  /** The classes' names: class k is label k. The null class, if the network has one, is label `classes.length`. */
  readonly classes: readonly string[];
  readonly pixelSizeMicrometres?: number;
  /** How the model was trained: settings, data, steps, seed, date, versions. Anything that JSON holds. */
  readonly training: Readonly<Record<string, unknown>>;
}

const count = z.int("must be a whole number from 1").min(1, "must be a whole number from 1");
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
          read: z.number("must be a number from 0").min(0, "must be from 0"),
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
      .refine((record) => z.json().safeParse(record).success, "must hold what JSON can hold alone"),
  },
  "must be an object",
);

/**
 * Checks a model card, whether parsed from `cellgen.json` or to be written there.
 *
 * @returns A copy without fields that a card has not.
 * @throws RangeError naming the field, the rule and the value.
 */
export function parseModelCard(json: unknown): ModelCard {
  const result = modelCardSchema.safeParse(json);
  if (!result.success) throw new RangeError(`parseModelCard: ${firstIssue(result.error, json)}`);
  return result.data;
}

/**
 * The card of a model that has none because it was not made here: 8-bit images, and classes that are called "0", "1"… None of them is
 * known to be the null class.
 *
 * @throws RangeError if the configuration does not say the images' size.
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
