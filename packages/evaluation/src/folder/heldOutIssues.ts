import type { ImageFile } from "@cellgen/data/node";
import type { EvaluationIssue } from "./evaluationWarning.ts";

type Digested = Pick<ImageFile, "digest">;

export interface TrainedOn {
  /** Whether the held-out images are a part of `data`. */
  readonly isSplit: boolean;
  /** Digests of the images that the model was trained on; undefined if its folder does not list them, or there is no model. */
  readonly digests: ReadonlySet<string> | undefined;
  /** How many images the model was trained on; undefined if there is no model. */
  readonly count: number | undefined;
}

/**
 * Whether held-out images are new: their pixels are compared with those of the training images and of the images that the model was trained
 * on. Where a model's folder does not list these, their number is.
 */
export function heldOutIssues(
  training: readonly Digested[],
  heldOut: readonly Digested[],
  { isSplit, digests, count }: TrainedOn,
): EvaluationIssue[] {
  const issues: EvaluationIssue[] = [];
  const among = (images: readonly Digested[], known: ReadonlySet<string>): number =>
    images.filter(({ digest }) => known.has(digest)).length;
  const total = heldOut.length;
  const shared = among(heldOut, new Set(training.map(({ digest }) => digest)));
  if (shared > 0) issues.push({ code: "held-out-in-data", count: shared, total, isSplit });
  if (digests) {
    const seen = among(heldOut, digests);
    if (seen > 0) issues.push({ code: "trained-on-held-out", count: seen, total });
    const own = among(training, digests);
    if (own < training.length) {
      issues.push({ code: "not-trained-on-data", count: own, total: training.length });
    }
  } else if (isSplit && count !== undefined && count > training.length) {
    issues.push({ code: "maybe-trained-on-held-out", trainedOn: count, total: training.length });
  }
  return issues;
}
