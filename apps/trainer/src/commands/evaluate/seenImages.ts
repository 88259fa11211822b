import type { ImageFile } from "@cellgen/data/node";
import type { ModelCard } from "@cellgen/pipelines";
import { count, plural } from "../../terminal/describe.ts";

export interface WhatIsKnown {
  /** Whether the held-out images were taken out of --data. */
  readonly isSplit: boolean;
  /** Of the model that is evaluated; none for a folder of generated images. */
  readonly card: ModelCard | undefined;
  /** Digests of the images that it was trained on, where its folder has them. */
  readonly seen: ReadonlySet<string> | undefined;
}

const remedy =
  "Train on a part of the images alone and give the rest with --held-out: cellgen data split divides them.";

type Digested = Pick<ImageFile, "digest">;

/**
 * Whether held-out images are new: compared by their pixels with those of --data and with those that the model was trained on, or, where
 * its folder does not list them, by their number. A sentence for each thing that is wrong.
 */
export function seenImages(
  training: readonly Digested[],
  heldOut: readonly Digested[],
  { isSplit, card, seen }: WhatIsKnown,
): string[] {
  const notes: string[] = [];
  const known = new Set(training.map(({ digest }) => digest));
  const among = (images: readonly Digested[], digests: ReadonlySet<string>): number =>
    images.filter(({ digest }) => digests.has(digest)).length;
  const shared = among(heldOut, known);
  const of = `of ${plural(heldOut.length, "held-out image")}`;
  if (shared > 0) {
    notes.push(
      `${count(shared)} ${of} ${shared === 1 ? "is" : "are"} in ${isSplit ? "the rest of --data" : "--data"} too, pixel for pixel: not new to the model.`,
    );
  }
  if (!card) return notes;
  if (seen) {
    const trained = among(heldOut, seen);
    if (trained > 0) {
      notes.push(
        `The model was trained on ${count(trained)} ${of}: what is said of new images is too good. ${remedy}`,
      );
    }
    const own = among(training, seen);
    if (own < training.length) {
      notes.push(
        `The model was trained on ${own === 0 ? "none" : count(own)} of the ${plural(training.length, "image")} of --data: copies of others are not found. Give the folder that it was trained on.`,
      );
    }
  } else if (isSplit && Number(card.training["images"]) > training.length) {
    notes.push(
      `The model was trained on ${plural(Number(card.training["images"]), "image")}, and ${count(training.length)} of --data are left when a quarter ` +
        `is kept aside: the model has probably seen the held-out images too. ${remedy}`,
    );
  }
  return notes;
}
