import { count } from "@cellgen/data/text";
import type { Evaluation } from "../evaluation.ts";

/** Describe the proportions of the classes in the measures of all images. Undefined without classes. */
export function describeProportions({
  classProportions,
  n: total,
}: Pick<Evaluation, "classProportions" | "n">): string | undefined {
  if (!classProportions) return undefined;
  const { weights, n, excluded } = classProportions;
  if (weights === "unchanged") {
    return "The classes have the proportions of each set, because a set has too few images of some classes.";
  }
  const rule =
    weights === "equal"
      ? "All classes have equal weight"
      : "The classes have the proportions of the held-out images";
  const isSelected =
    n.generated < total.generated || n.training < total.training || n.heldOut < total.heldOut;
  const selected = isSelected
    ? `: ${count(n.generated)} of ${count(total.generated)} generated, ${count(n.training)} of ${count(total.training)} training ` +
      `and ${count(n.heldOut)} of ${count(total.heldOut)} held-out images were selected by the seed`
    : " in all sets";
  const others =
    excluded.length > 0 ? ` Classes with too few images are excluded: ${excluded.join(", ")}.` : "";
  return `${rule}${selected}.${others}`;
}
