import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { estimatePhotonNoise } from "./estimatePhotonNoise.mjs";
import { fieldOf, imageNames, medianOf, readField } from "./pairs.mjs";

/** Copy the pairs into a training and a held-out part by field, with estimates of the noise, and print the command to train. */
export async function splitFields({ pairs, out, every }) {
  const names = await imageNames(join(pairs, "noisy"));
  const fields = [...new Set(names.map((name) => fieldOf(name).field))].sort();
  const isHeldOut = (name) => (fields.indexOf(fieldOf(name).field) + 1) % Number(every) === 0;
  const parts = { training: names.filter((name) => !isHeldOut(name)), "held-out": names.filter(isHeldOut) };
  for (const [part, files] of Object.entries(parts)) {
    const folder = join(out, part);
    await rm(folder, { recursive: true, force: true });
    if (files.length === 0) continue;
    const noise = {};
    for (const [source, kind] of [
      ["noisy", "noisy"],
      ["clean-matched", "clean"],
    ]) {
      await mkdir(join(folder, kind), { recursive: true });
      for (const name of files) await copyFile(join(pairs, source, name), join(folder, kind, name));
    }
    for (const name of files) noise[name] = estimatePhotonNoise(await readField(join(folder, "noisy"), name));
    await writeFile(join(folder, "noise.json"), `${JSON.stringify(noise, null, 2)}\n`);
    const count = new Set(files.map((name) => fieldOf(name).field)).size;
    console.log(`${part}: ${files.length} pairs of ${count} fields`);
    if (part === "training") console.log(trainCommand(out, Object.values(noise)));
  }
}

/** The model gets the median noise of the training images. Its offset cannot be below 0 in the files, so neither can the median. */
function trainCommand(out, noise) {
  const median = (name) => Number(medianOf(noise.map((camera) => camera[name])).toPrecision(2));
  const camera = ["gain", "offset", "read"].map((name) => `${name}=${median(name)}`).join(",");
  return `cellgen train --data ${join(out, "training", "clean")} --size 32 --crop 32 --augment d4 --stabilise ${camera}`;
}
