/**
 * The class of image k of a set in which the classes take turns: `k mod classes`.
 *
 * @param classes - Number of classes; 0 gives 0.
 */
export function labelInTurn(index: number, classes: number): number {
  return classes === 0 ? 0 : index % classes;
}
