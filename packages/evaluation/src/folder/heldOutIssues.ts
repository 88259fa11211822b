import type { ImageFile } from "@cellgen/data/node";
import type { EvaluationIssue } from "./evaluationWarning.ts";

type Digested = Pick<ImageFile, "digest">;

export interface TrainedOn {
  /** Whether the held-out images are part of `data`. */
  readonly isSplit: boolean;
  /** Digests of the model's training images; undefined without a model, or if its folder does not list them. */
  readonly digests: ReadonlySet<string> | undefined;
  /** Number of the model's training images; undefined without a model. */
  readonly count: number | undefined;
}

/**
 * Check whether held-out images are new: compare their pixels with those of the training images and of the model's training images.
 * If the model's folder does not list these, only their number is checked.
 */
export function heldOutIssues(
  training: readonly Digested[],
  heldOut: readonly Digested[],
  { isSplit, digests, count }: TrainedOn,
): EvaluationIssue[] {
  const issues: EvaluationIssue[] = [];
  const among = (images: readonly Digested[], known: ReadonlySet<string>): number =>
    images.filter(({ digest = "" }) => known.has(digest)).length;
  const total = heldOut.length;
  const shared = among(heldOut, new Set(training.flatMap(({ digest }) => digest ?? [])));
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
