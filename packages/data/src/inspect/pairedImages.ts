import path from "node:path";
import type { ImageFolder } from "../folder/imageFolder.ts";
import { readCsv } from "../formats/csvRows.ts";
import { canonicalName } from "../images/indexOfName.ts";

/** Subfolders whose images show the same places, such as source/ and target/. */
export interface PairedImages {
  /** Subfolder of the targets, relative to the folder, with "/" as separator. */
  readonly target: string;
  /** Subfolders of the sources, by name next to the target's, or relative to the folder. */
  readonly others: readonly string[];
  /** Number of targets with a partner of the same name. */
  readonly pairs: number;
}

/** Names of subfolders with targets, in the order of preference: matched clean images are on the scale of the noisy ones. */
const TARGETS = [
  /^targets?$/i,
  /^clean[-_ ]?matched$/i,
  /^clean$/i,
  /^(ground[-_ ]?truth|gt)$/i,
  /^outputs?$/i,
  /^high$/i,
];
const SOURCES = /^(sources?|inputs?|noisy|raw|low)$/i;

/** Minimum share of images with a partner of the same name. */
const MIN_PAIRED_SHARE = 0.9;

/**
 * Recognize a set of pairs: subfolders named as sources and targets, such as source/ and target/ or noisy/ and clean/, whose files have the same
 * names; or subfolders of any names whose files are paired by the columns of an index.csv that are named so. They are not classes. Of several
 * such places, the one with the most targets is returned.
 *
 * @returns Undefined if most images have no partner, or the targets have no subfolder of their own.
 */
export async function pairedImages(
  folder: Pick<ImageFolder, "path" | "files">,
): Promise<PairedImages | undefined> {
  return pairedByName(folder) ?? (await pairedByIndex(folder));
}

function pairedByName({ files }: Pick<ImageFolder, "files">): PairedImages | undefined {
  const places = new Map<string, Map<string, Set<string>>>();
  for (const { file } of files) {
    const { dir, name } = path.posix.parse(canonicalName(file));
    const { dir: parent, base } = path.posix.parse(dir);
    if (!SOURCES.test(base) && !TARGETS.some((pattern) => pattern.test(base))) continue;
    const place = places.get(parent) ?? new Map<string, Set<string>>();
    places.set(parent, place.set(base, (place.get(base) ?? new Set()).add(name)));
  }
  const found = [...places].flatMap(([parent, folders]) => pairsOf(parent, folders));
  const total = new Set(files.map(({ file }) => file)).size;
  const paired = found.reduce((sum, { images }) => sum + images, 0);
  if (paired < MIN_PAIRED_SHARE * total) return undefined;
  return found.sort((a, b) => b.pairs - a.pairs)[0];
}

/** Find pairs of files in two columns of index.csv, whose targets have a subfolder of their own. */
async function pairedByIndex({
  path: root,
  files,
}: Pick<ImageFolder, "path" | "files">): Promise<PairedImages | undefined> {
  const [columns = [], ...rows] = (await readCsv(path.join(root, "index.csv")).catch(() => undefined)) ?? [];
  const target = TARGETS.flatMap((pattern) => columns.filter((name) => pattern.test(name)))[0];
  const source = columns.find((name) => SOURCES.test(name));
  if (target === undefined || source === undefined) return undefined;
  const known = new Set(files.map(({ file }) => canonicalName(file)));
  const pairs = rows.flatMap((row) => {
    const [from, to] = [source, target].map((name) => canonicalName(row[columns.indexOf(name)] ?? ""));
    return known.has(from!) && known.has(to!) ? [{ from: from!, to: to! }] : [];
  });
  if (2 * pairs.length < MIN_PAIRED_SHARE * known.size) return undefined;
  const [folders, others] = [pairs.map(({ to }) => to), pairs.map(({ from }) => from)].map((names) => [
    ...new Set(names.map((name) => path.posix.dirname(name))),
  ]) as [string[], string[]];
  const [only] = folders;
  if (only === undefined || folders.length > 1 || only === "." || others.includes(only)) return undefined;
  return { target: only, others: others.sort(), pairs: pairs.length };
}

/** Return the pairs in the subfolders of a place, with the number of images of all subfolders. */
function pairsOf(
  parent: string,
  folders: ReadonlyMap<string, ReadonlySet<string>>,
): (PairedImages & { readonly images: number })[] {
  const names = [...folders.keys()];
  const target = TARGETS.flatMap((pattern) => names.filter((name) => pattern.test(name)))[0];
  const source = names.find((name) => SOURCES.test(name));
  if (target === undefined || source === undefined) return [];
  const [targets, sources] = [folders.get(target)!, folders.get(source)!];
  const pairs = [...targets].filter((name) => sources.has(name)).length;
  if (pairs < MIN_PAIRED_SHARE * Math.max(targets.size, sources.size)) return [];
  return [
    {
      target: parent === "" ? target : `${parent}/${target}`,
      others: names.filter((name) => name !== target).sort(),
      pairs,
      images: [...folders.values()].reduce((sum, { size }) => sum + size, 0),
    },
  ];
}
