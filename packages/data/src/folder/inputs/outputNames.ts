import { canonicalName } from "../../images/indexOfName.ts";
import { type NamedSample, positionText, sampleStem } from "../sampleStem.ts";

/**
 * Return distinct output names without extension: `cell.png` becomes `cell`, `stack.tif#z3` becomes `stack-z3`. Files that differ only in the
 * extension keep it. If names would still collide (ignoring case and the form of accents), all files keep their extension.
 */
export function outputNames(files: readonly NamedSample[]): string[] {
  const whole = ({ name, file = name }: NamedSample): string => `${file}${positionText({ name, file })}`;
  const key = (name: string): string => canonicalName(name).toLowerCase();
  const uses = new Map<string, number>();
  for (const file of files) {
    const used = key(sampleStem(file));
    uses.set(used, (uses.get(used) ?? 0) + 1);
  }
  const names = files.map((file) => (uses.get(key(sampleStem(file))) === 1 ? sampleStem(file) : whole(file)));
  const areDistinct = new Set(names.map(key)).size === names.length;
  return areDistinct ? names : files.map(whole);
}
