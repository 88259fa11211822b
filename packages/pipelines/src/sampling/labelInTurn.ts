/**
 * Return the class of image k of a set whose classes alternate: `k mod classes`.
 *
 * @param classes - Number of classes; 0 returns 0.
 */
export function labelInTurn(index: number, classes: number): number {
  return classes === 0 ? 0 : index % classes;
}
