import { count } from "@cellgen/data/text";
import type { ClassCounts } from "@cellgen/pipelines";

/** Rule for a list of classes with their numbers of images. */
export const COUNTS_RULE =
  "must be a list CLASS=N of different classes with whole numbers N from 1 to 1,000,000, such as basophil=200,platelet=50";

const MAX_COUNT = 1_000_000;

/** Parse "basophil=200,platelet=50". A name can contain commas. Undefined if the text does not follow the rule. */
export function parseCounts(text: string): ClassCounts | undefined {
  const counts = new Map<string, number>();
  let name = "";
  for (const part of text.split(",")) {
    const [, end, number] = /^(.*)=\s*(\d+)\s*$/s.exec(part) ?? [];
    if (end === undefined) {
      if (part.includes("=")) return undefined;
      name += `${part},`;
      continue;
    }
    name = (name + end).trim();
    const images = Number(number);
    if (name === "" || counts.has(name) || images < 1 || images > MAX_COUNT) return undefined;
    counts.set(name, images);
    name = "";
  }
  return counts.size > 0 && name === "" ? Object.fromEntries(counts) : undefined;
}

/** Return the text of numbers of images: "basophil=200,platelet=50". */
export function countsText(counts: ClassCounts): string {
  return Object.entries(counts)
    .map(([name, images]) => `${name}=${images}`)
    .join(",");
}

/** Describe numbers of images: "basophil 1,200, platelet 50". */
export function describeCounts(counts: ClassCounts): string {
  return Object.entries(counts)
    .map(([name, images]) => `${name} ${count(images)}`)
    .join(", ");
}
