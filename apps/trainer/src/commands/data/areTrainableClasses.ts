/** Minimum number of images of a class. */
const MIN_CLASS_IMAGES = 10;

/** Advice for a set with a class of fewer images. */
export const SMALL_CLASS = `A class has fewer than ${MIN_CLASS_IMAGES} images: train without classes, or add images.`;

/** Return whether there are several classes, each with enough images to train a class-conditional model. */
export function areTrainableClasses(counts: readonly number[]): boolean {
  return counts.length > 1 && counts.every((count) => count >= MIN_CLASS_IMAGES);
}
