import { type Augmentation, resolveAugmentation } from "./augmentation.ts";
import type { Batch, BatchSource } from "./batchSource.ts";
import { balancedOrder, shuffledOrder } from "./imageOrder.ts";
import { randomAugmentation } from "./randomAugmentation.ts";

/** Identity of an image in the sequence of batches: the key for its random draws. */
export interface Draw {
  readonly step: number;
  readonly image: number;
}

/** Set of images that are read one at a time. */
export interface ImageSet {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classes: readonly string[];
  label(index: number): number;
  /**
   * Return an image `[height, width, channels]` in [-1, 1], as a pure function of (index, draw). It is copied, not modified.
   * `index` is the index of the returned image, which differs if the requested one is unreadable.
   *
   * @param target - May receive the values, which are then not copied. @default none
   */
  load(index: number, draw: Draw, target?: Float32Array): Promise<LoadedImage> | LoadedImage;
}

export interface LoadedImage {
  readonly index: number;
  readonly values: Float32Array;
}

export interface BatchOptions {
  readonly batchSize: number;
  /** Seed of the order, augmentation and crops. */
  readonly seed: number;
  /** Draw the classes equally often, see {@link BatchSource}. Requires at least two classes. @default false */
  readonly balance?: boolean;
  /** @default "none" */
  readonly augmentation?: Augmentation;
}

/**
 * Create the batches of a set in random order; every image gets independent random changes.
 *
 * The order is that of `shuffledOrder`, or of `balancedOrder`; the symmetry of image i of a step comes from
 * `randomStream(seed, "augment", step, i)`, see {@link randomAugmentation}.
 *
 * @param prefetch - Number of batches to prepare ahead. Affects only the timing, not the contents.
 */
export function shuffledBatches(
  caller: string,
  set: ImageSet,
  { batchSize, seed, balance = false, augmentation = "none" }: BatchOptions,
  prefetch = 0,
): BatchSource {
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`${caller}: batchSize must be a positive integer, got ${batchSize}.`);
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`${caller}: seed must be an integer from 0 to 2^53-1, got ${seed}.`);
  }
  if (balance && set.classes.length < 2) {
    throw new RangeError(
      `${caller}: balance must be false for images without classes, got true. Omit it, or give at least two classes.`,
    );
  }
  const changes = resolveAugmentation(caller, augmentation);
  if (!Number.isInteger(prefetch) || prefetch < 0) {
    throw new RangeError(`${caller}: prefetch must be an integer of at least 0, got ${prefetch}.`);
  }
  const isUnchanged =
    changes.symmetry === "none" &&
    [changes.shift, changes.rotate, changes.scale, changes.intensity].every((change) => change === 0);
  const { count, height, width, channels } = set;
  const shape = [height, width, channels] as const;
  const length = height * width * channels;
  const order = balance
    ? balancedOrder(
        seed,
        Array.from({ length: count }, (_, index) => set.label(index)),
      )
    : shuffledOrder(seed, count);
  const ahead = new Map<number, Promise<Batch>>();
  let closed = false;

  async function make(step: number): Promise<Batch> {
    const xStart = new Float32Array(batchSize * length);
    const labels = new Int32Array(batchSize);
    const place = async (image: number): Promise<void> => {
      const asked = order(step * batchSize + image);
      const target = xStart.subarray(image * length, (image + 1) * length);
      const loading = set.load(asked, { step, image }, isUnchanged ? target : undefined);
      const { index, values } = loading instanceof Promise ? await loading : loading;
      labels[image] = set.label(index);
      const changed = randomAugmentation(values, shape, changes, { seed, step, image });
      if (changed !== target) target.set(changed);
    };
    await Promise.all(Array.from({ length: batchSize }, (_, image) => place(image)));
    return { xStart, labels };
  }

  return {
    count,
    height,
    width,
    channels,
    classes: set.classes,
    batchSize,
    balance,
    async batch(step) {
      if (!Number.isSafeInteger(step) || step < 0) {
        throw new RangeError(`batch: step must be an integer of at least 0, got ${step}.`);
      }
      if (closed) throw new Error("batch: the source is closed. Create a new one.");
      const batch = ahead.get(step) ?? make(step);
      for (const other of ahead.keys()) {
        if (other <= step || other > step + prefetch) ahead.delete(other);
      }
      for (let next = step + 1; next <= step + prefetch; next++) {
        if (ahead.has(next)) continue;
        const made = make(next);
        made.catch(() => {}); // The error is reported to the caller that requests the step.
        ahead.set(next, made);
      }
      return batch;
    },
    async close() {
      closed = true;
      const making = [...ahead.values()];
      ahead.clear();
      await Promise.allSettled(making);
    },
  };
}
