import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readImage, scanImageFolder, splitFiles, writePng } from "@cellgen/data/node";

/**
 * Write the cells of a folder at one size, so that all trainers read the same pixels: OUT/training/CLASS/N.png and OUT/held-out/CLASS/N.png,
 * with the split of `cellgen data split`.
 *
 * @param options - `data`: folder with a subfolder per class; `size`: in pixels; `limit`: number of images of each part, evenly chosen.
 * @returns `{ training, heldOut, counts }`: the folders, and the number of images of each.
 */
export async function prepareCells({ data, out, size, limit = Number.POSITIVE_INFINITY }) {
  const { files, classes } = await scanImageFolder(data);
  const split = await splitFiles(data, files, { classes });
  const folders = { training: join(out, "training"), heldOut: join(out, "held-out") };
  const counts = {};
  for (const [part, folder] of Object.entries(folders)) {
    await rm(folder, { recursive: true, force: true });
    const stride = Math.max(1, split[part].length / limit);
    const chosen = split[part].filter((_, i) => Math.floor(i / stride) !== Math.floor((i - 1) / stride));
    for (const [i, { path, label }] of chosen.entries()) {
      const file = join(folder, classes[label], `${i}.png`);
      await mkdir(dirname(file), { recursive: true });
      await writePng(file, await readImage(path, { size }));
    }
    counts[part] = chosen.length;
  }
  return { ...folders, counts };
}
