import { type PixelType, pixelTypes, type RangeScope } from "@cellgen/data";
import type { UnetConfig } from "@cellgen/unet";
import { MAX_PATCH_SIZE } from "@cellgen/unet/presets";
import { z } from "zod";
import { firstIssue } from "./firstIssue.ts";
import { upgradedCard } from "./upgradedCard.ts";

/** Metadata of a model that Hugging Face's layout does not hold: the contents of `cellgen.json`. */
export interface ModelCard {
  /** Version of the file's format. Files of version 1 are read too. */
  readonly formatVersion: 2;
  /** Height in pixels. */
  readonly height: number;
  readonly width: number;
  /** 1 for grayscale images, 3 for RGB unless `channelNames` are given; at most 8. */
  readonly channels: number;
  /** Names of the channels: stains or markers. */
  readonly channelNames?: readonly string[];
  /** Colors of the channels in pictures, such as "blue" or "#0080ff". */
  readonly displayColors?: readonly string[];
  /** Pixel type of the training files. */
  readonly pixelType: PixelType;
  /** Per channel: pixel values of the training files that map to -1 and 1; with `stabilisation`, values after the transform. */
  readonly ranges: readonly (readonly [min: number, max: number])[];
  /**
   * Images that share a mapping from pixel values to model values. With "group" and "image", each group or image was mapped by its own
   * percentiles: absolute intensity is lost, and `ranges` are the medians.
   */
  readonly rangeScope: RangeScope;
  /**
   * Parameters of photon noise for the generalized Anscombe transform of the pixels, after which the noise has variance 1. The variance of a
   * pixel of mean m is `gain (m - offset) + read²`, in pixel values of the training files.
   */
  readonly stabilisation?: { readonly gain: number; readonly offset: number; readonly read: number };
  /**
   * Side of the squares of pixels that are folded into channels before the network, in the order of PyTorch's `pixel_unshuffle`. The network
   * sees images of `height / patchSize` x `width / patchSize` pixels and `channels · patchSize²` channels. @default 1
   */
  readonly patchSize?: number;
  /** Class names: class k is label k. The null class, if the network has one, is label `classes.length`. */
  readonly classes: readonly string[];
  readonly pixelSizeMicrometres?: number;
  /** Description of the training: settings, data, steps, seed, date, versions. Any JSON object. */
  readonly training: Readonly<Record<string, unknown>>;
}

/** Maximum number of channels. */
const MAX_CHANNELS = 8;

const count = z.int("must be an integer of at least 1").min(1, "must be an integer of at least 1");
const number = z.number("must be a number");

const modelCardSchema: z.ZodType<ModelCard> = z
  .object(
    {
      formatVersion: z.literal(2, "must be 1 or 2, the formats that this version of cellgen reads"),
      height: count,
      width: count,
      channels: count.max(MAX_CHANNELS, `must be at most ${MAX_CHANNELS}`),
      channelNames: z.array(z.string("must be a channel's name"), "must be a list of names").exactOptional(),
      displayColors: z.array(z.string("must be a color"), "must be a list of colors").exactOptional(),
      pixelType: z.literal(pixelTypes, `must be one of ${pixelTypes.join(", ")}`),
      ranges: z.array(
        z
          .tuple([number, number], "must be [min, max]")
          .refine(([min, max]) => min < max, "must be [min, max] with min < max"),
        "must be a list of [min, max], one for each channel",
      ),
      rangeScope: z.literal(["set", "group", "image"], "must be set, group or image"),
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
      patchSize: count.max(MAX_PATCH_SIZE, `must be at most ${MAX_PATCH_SIZE}`).exactOptional(),
      classes: z
        .array(z.string("must be a class's name"), "must be a list of the classes' names")
        .refine((names) => new Set(names).size === names.length, "must be different names"),
      pixelSizeMicrometres: z.number("must be a number above 0").gt(0, "must be above 0").exactOptional(),
      training: z
        .record(z.string(), z.unknown(), "must be an object")
        .refine((record) => z.json().safeParse(record).success, "must hold only JSON values"),
    },
    "must be an object",
  )
  .superRefine(({ channels, ranges, channelNames, displayColors }, context) => {
    for (const [name, list] of Object.entries({ ranges, channelNames, displayColors })) {
      if (list && list.length !== channels) {
        const message = `must have one entry for each of ${channels} channels`;
        context.addIssue({ code: "custom", path: [name], message, input: list });
      }
    }
  });

/**
 * Validate a model card, parsed from `cellgen.json` or to be written there. A card of format 1 becomes one of format 2: its `valueRange` holds
 * for every channel, and `bitDepth` 8 or 16 is pixel type uint8 or uint16.
 *
 * @returns A copy without unknown fields.
 * @throws RangeError with the field, the rule and the value.
 */
export function parseModelCard(json: unknown): ModelCard {
  const card = upgradedCard(json);
  const result = modelCardSchema.safeParse(card);
  if (!result.success) throw new RangeError(`parseModelCard: ${firstIssue(result.error, card)}`);
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
    formatVersion: 2,
    height,
    width,
    channels: inChannels,
    pixelType: "uint8",
    ranges: Array.from({ length: inChannels }, () => [0, 255] as const),
    rangeScope: "set",
    classes: Array.from({ length: numClassEmbeds ?? 0 }, (_, label) => String(label)),
    training: {},
  };
}
