/**
 * Labels in turn, so that after any number of them each has come as often as its share says, to less than one.
 *
 * @param shares - Of each label; they sum to 1.
 * @returns `count` labels.
 */
export function labelsByShare(shares: readonly number[], count: number): number[] {
  const given = shares.map(() => 0);
  return Array.from({ length: count }, (_, index) => {
    let next = 0;
    for (const [label, share] of shares.entries()) {
      const lack = share * (index + 1) - given[label]!;
      if (lack > shares[next]! * (index + 1) - given[next]! + 1e-9) next = label;
    }
    given[next]!++;
    return next;
  });
}

/** The share of the images that each of `classes` labels has; one share of all images where there are no classes. */
export function labelShares(labels: ArrayLike<number>, classes: number): number[] {
  const shares = new Array<number>(Math.max(classes, 1)).fill(0);
  for (let image = 0; image < labels.length; image++) shares[labels[image]!]! += 1 / labels.length;
  return shares;
}
