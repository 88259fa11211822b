import type { PixelWindow } from "@cellgen/filters";

/**
 * Rectangle around an object of a field, in pixels. It covers `left <= x < left + width`, `top <= y < top + height`; the numbers may be
 * fractions.
 */
export interface CropBox extends PixelWindow {
  /** Class of the object. */
  readonly label?: string;
  /** Value of the object's pixels in an instance mask. */
  readonly instance?: number;
}

/**
 * Reason why an annotation is not used: "invalid" = a number is missing, NaN or infinite; "empty" = no width or height; "duplicate" = the
 * same rectangle and label as an earlier one; "outside" = no overlap with the field; "crowd" = a COCO annotation of many objects.
 */
export type DropReason = "invalid" | "empty" | "duplicate" | "outside" | "crowd";

/** Annotation that is not used. */
export interface DroppedBox<Reason extends string = DropReason> {
  readonly reason: Reason;
  readonly box: CropBox;
}

/** Usable and unusable boxes. */
export interface CheckedBoxes {
  readonly boxes: readonly CropBox[];
  readonly dropped: readonly DroppedBox[];
}

/** Boxes of one field in an annotation file. */
export interface FieldBoxes extends CheckedBoxes {
  /** File name of the field, as in the annotation file; undefined if it names none. */
  readonly file?: string;
}

/** Return an error with the reason and the remedy of an annotation file that cannot be used. */
export class AnnotationError extends Error {
  override readonly name = "AnnotationError";
  readonly code = "ERR_ANNOTATIONS";
  /** Clause that follows "cannot be used:". */
  readonly reason: string;
  /** Remedy, as a sentence. */
  readonly remedy: string;

  constructor(caller: string, reason: string, remedy: string, options?: ErrorOptions) {
    super(
      `${caller}: text must be valid annotations, got a file that cannot be used: ${reason}. ${remedy}`,
      options,
    );
    this.reason = reason;
    this.remedy = remedy;
  }
}

/** Separate invalid, empty and duplicate boxes from the others, whose order is kept. */
export function checkBoxes(boxes: readonly CropBox[]): CheckedBoxes {
  const kept: CropBox[] = [];
  const dropped: DroppedBox[] = [];
  const seen = new Set<string>();
  for (const box of boxes) {
    const { left, top, width, height, label } = box;
    const key = JSON.stringify([left, top, width, height, label]);
    if (![left, top, width, height].every(Number.isFinite)) dropped.push({ reason: "invalid", box });
    else if (!(width > 0 && height > 0)) dropped.push({ reason: "empty", box });
    else if (seen.has(key)) dropped.push({ reason: "duplicate", box });
    else {
      seen.add(key);
      kept.push(box);
    }
  }
  return { boxes: kept, dropped };
}

/**
 * Cut boxes at the edges of a field, and separate those outside of it.
 *
 * @param field - Size of the field in pixels.
 */
export function boxesInField(
  boxes: readonly CropBox[],
  field: { readonly width: number; readonly height: number },
): CheckedBoxes {
  const kept: CropBox[] = [];
  const dropped: DroppedBox[] = [];
  for (const box of boxes) {
    const left = Math.max(0, box.left);
    const top = Math.max(0, box.top);
    const width = Math.min(field.width, box.left + box.width) - left;
    const height = Math.min(field.height, box.top + box.height) - top;
    if (width > 0 && height > 0) kept.push({ ...box, left, top, width, height });
    else dropped.push({ reason: "outside", box });
  }
  return { boxes: kept, dropped };
}
