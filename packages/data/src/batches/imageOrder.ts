import { randomStream } from "@cellgen/random";

/** Return the index at position p of an endless sequence. */
export type ImageOrder = (p: number) => number;

/** Number of epochs whose order is cached, because batches may span several. */
const CACHED_EPOCHS = 4;

/**
 * Return an endless sequence of shuffled epochs of 0…count-1.
 *
 * The order of epoch e is `randomStream(seed, stream, e, index).permutation(count)`.
 */
export function shuffledOrder(seed: number, count: number, stream = "order", index = 0): ImageOrder {
  const orders = new Map<number, Uint32Array>();
  return (p) => {
    const epoch = Math.floor(p / count);
    let permutation: Uint32Array | undefined = orders.get(epoch);
    if (!permutation) {
      permutation = randomStream(seed, stream, epoch, index).permutation(count);
      orders.set(epoch, permutation);
      if (orders.size > CACHED_EPOCHS) orders.delete(orders.keys().next().value as number);
    }
    return permutation[p % count]!;
  };
}

/**
 * Return an endless sequence of images in which all classes are equally frequent: every K images contain one of each of the K classes, in
 * random order. The images of each class are shuffled epochs of their own.
 *
 * @param labels - Class of each image. Classes without images are ignored.
 */
export function balancedOrder(seed: number, labels: Iterable<number>): ImageOrder {
  const groups = new Map<number, number[]>();
  for (const [index, label] of [...labels].entries()) {
    const group = groups.get(label);
    if (group) group.push(index);
    else groups.set(label, [index]);
  }
  const classes = [...groups]
    .sort(([a], [b]) => a - b)
    .map(([label, images]) => ({
      images,
      order: shuffledOrder(seed, images.length, "imagesOfClass", label),
    }));
  const classOrder = shuffledOrder(seed, classes.length, "classes");
  return (p) => {
    const { images, order } = classes[classOrder(p)]!;
    return images[order(Math.floor(p / classes.length))]!;
  };
}
