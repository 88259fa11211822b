import { randomStream } from "@cellgen/random";
import { MIN_ROWS } from "./featureDistances.ts";
import { imagesOfClass } from "./imageSet.ts";

/** Weight of the classes in the measures of all images: in proportion to the held-out images, or equal. */
export type ClassWeights = "heldOut" | "equal";

type Kind = "generated" | "training" | "heldOut";

/** Labels of the images of each set. */
export type SetLabels = Readonly<Record<Kind, Int32Array>>;

/** Indices of the images of each set that have the same proportions of classes. */
export interface ClassSelection {
  readonly weights: ClassWeights;
  /** In ascending order. */
  readonly indices: Readonly<Record<Kind, Uint32Array>>;
  /** Classes without selected images, because a set has too few of them. */
  readonly excluded: readonly number[];
}

const KINDS: readonly Kind[] = ["generated", "training", "heldOut"];

/** Numbers of selected images below which the rarest class is excluded: this many, or this share of a smaller set. */
const FEW_SELECTED = { count: 24, share: 0.5 } as const;

/**
 * Select images of three sets so that all have the same proportions of classes. Without this, a set would differ from another because of its
 * proportions, even if the images of each class are alike.
 *
 * From each set of n images as many as possible are selected, N ≤ n, such that the number of class c differs from `N weight_c` by less than
 * one; of a class, the images are selected by the seed. A class that would leave fewer than 24 images, and less than half of a set, is excluded.
 *
 * @param classes - Number of classes.
 * @returns Undefined if a set would have fewer than 8 images.
 */
export function selectByClass(
  labels: SetLabels,
  classes: number,
  weights: ClassWeights,
  seed: number,
): ClassSelection | undefined {
  const every = Array.from({ length: classes }, (_, label) => label);
  const groups = Object.fromEntries(
    KINDS.map((kind) => [kind, every.map((label) => imagesOfClass(labels[kind], label))]),
  ) as Record<Kind, number[][]>;
  const sizeOf = (kind: Kind, label: number): number => groups[kind][label]!.length;
  const weightOf = (label: number): number => (weights === "equal" ? 1 : sizeOf("heldOut", label));
  let included = every.filter((label) => weightOf(label) > 0);

  const sum = (value: (label: number) => number): number =>
    included.reduce((total, label) => total + value(label), 0);
  /** Number of images of a set for which those of a class are one too few. */
  const limit = (kind: Kind, label: number): number =>
    ((sizeOf(kind, label) + 1) * sum(weightOf)) / weightOf(label);
  /** Whether a class leaves too few images of a set: below 1. */
  const shortage = (label: number): number =>
    Math.min(
      ...KINDS.map((kind) => {
        const size = sum((of) => sizeOf(kind, of));
        return limit(kind, label) / Math.min(FEW_SELECTED.count, FEW_SELECTED.share * size);
      }),
    );
  while (included.length > 2) {
    const rarest = included.reduce((a, b) => (shortage(b) < shortage(a) ? b : a));
    if (shortage(rarest) >= 1) break;
    included = included.filter((label) => label !== rarest);
  }

  const selected = (kind: Kind): Uint32Array => {
    const size = Math.min(
      sum((label) => sizeOf(kind, label)),
      ...included.map((label) => limit(kind, label)),
    );
    const chosen = included.flatMap((label) => {
      const group = groups[kind][label]!;
      const expected = (size * weightOf(label)) / sum(weightOf);
      const stream = randomStream(seed, "imagesOfClass", label, KINDS.indexOf(kind));
      const order = stream.permutation(group.length).subarray(0, Math.ceil(expected - 1e-9));
      return Array.from(order, (place) => group[place]!);
    });
    return Uint32Array.from(chosen).sort();
  };
  const indices = {
    generated: selected("generated"),
    training: selected("training"),
    heldOut: selected("heldOut"),
  };
  if (KINDS.some((kind) => indices[kind].length < MIN_ROWS)) return undefined;
  return { weights, indices, excluded: every.filter((label) => !included.includes(label)) };
}
