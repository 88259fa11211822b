import { percent } from "@cellgen/data/text";
import type { ClassEvaluation, Evaluation } from "../evaluation.ts";
import { type Estimate, isAbove } from "../measures/measurement.ts";
import { level, MIN_RATIO_NEARLY } from "./shareLevel.ts";

/** A share of one class that is significantly below 80 % of that of real images. */
export interface LowShare {
  readonly name: string;
  readonly share: Estimate;
  readonly realBaseline: Estimate;
}

/** Classes that differ from real images, for measures that can hide them in the number of all images. */
export interface ClassFindings {
  /** Number of classes with enough images for a kernel distance. */
  readonly tested: number;
  /** Classes with a kernel distance significantly above that of real images. */
  readonly different: readonly ClassEvaluation[];
  /** Classes with low precision, worst first. */
  readonly lowPrecision: readonly LowShare[];
  /** Classes with low coverage, worst first. */
  readonly lowCoverage: readonly LowShare[];
  /** Classes that are recognized less often than requested, worst first. */
  readonly lowRecognition: readonly LowShare[];
  /** Classes that a classifier trained on generated images recognizes less often than one trained on real images, worst first. */
  readonly lowAccuracy: readonly LowShare[];
  /** Classes with too many images close to a training image. */
  readonly closeToTraining: readonly ClassEvaluation[];
}

/** Find the classes that differ significantly from real images. */
export function classFindings({ perClass, classSeen, usefulness }: Evaluation): ClassFindings {
  const low = (
    shareOf: (entry: ClassEvaluation, label: number) => Omit<LowShare, "name"> | undefined,
  ): LowShare[] =>
    perClass
      .flatMap((entry, label) => {
        const found = shareOf(entry, label);
        return found ? [{ name: entry.name, share: found.share, realBaseline: found.realBaseline }] : [];
      })
      .filter(
        ({ share, realBaseline }) =>
          isAbove(realBaseline, share) && level(share, realBaseline) < MIN_RATIO_NEARLY,
      )
      .sort((a, b) => level(a.share, a.realBaseline) - level(b.share, b.realBaseline));
  const measured = (share: (Estimate & Pick<LowShare, "realBaseline">) | undefined) =>
    share && { share, realBaseline: share.realBaseline };
  const tested = perClass.filter(({ distances }) => distances);
  return {
    tested: tested.length,
    different: tested.filter(({ distances }) =>
      isAbove(distances!.kernelDistance, distances!.kernelDistance.realBaseline),
    ),
    lowPrecision: low(({ distances }) => measured(distances?.precision)),
    lowCoverage: low(({ distances }) => measured(distances?.coverage)),
    lowRecognition: low((_, label) => {
      const share = classSeen?.perClass[label];
      return share && share.n > 0 ? measured(share) : undefined;
    }),
    lowAccuracy: low((_, label) => {
      const share = usefulness?.generated.perClass[label];
      const realBaseline = usefulness?.real.perClass[label];
      return share && realBaseline && share.n > 0 ? { share, realBaseline } : undefined;
    }),
    closeToTraining: perClass.filter(
      ({ memorisation }) =>
        memorisation && isAbove(memorisation.closerThanHeldOut, memorisation.closerThanHeldOut.realBaseline),
    ),
  };
}

/** List shares such as "40 % of platelet (90 %)", with the share of real images in brackets. */
export function lowShares(shares: readonly LowShare[], preposition: "of" | "on"): string {
  return list(
    shares.map(
      ({ name, share, realBaseline }) =>
        `${percent(share.value)} ${preposition} ${name} (${percent(realBaseline.value)})`,
    ),
  );
}

/** Join items with commas and "and". */
export function list(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
