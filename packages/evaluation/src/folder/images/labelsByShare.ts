/**
 * Return a sequence of labels whose counts, after any number of labels, differ from the given shares by less than one.
 *
 * @param shares - Share of each label; they sum to 1.
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

/** Return the share of images of each of `classes` labels. */
export function labelShares(labels: ArrayLike<number>, classes: number): number[] {
  const shares = new Array<number>(classes).fill(0);
  for (let image = 0; image < labels.length; image++) shares[labels[image]!]! += 1 / labels.length;
  return shares;
}
