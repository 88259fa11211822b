import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { randomStream } from "@cellgen/random";
import { afterEach, beforeEach, describe, it } from "vitest";
import { longForm } from "../../../../../test/longForm.ts";
import { openNpy, openNpz } from "../../../src/node.ts";
import { put, temporaryFolder } from "../../imageFiles.ts";
import { endsWell, mutated, readEnds } from "../../mutated.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/npy/", import.meta.url));
const MUTATIONS = longForm ? 2000 : 100;
const kinds = [
  "u2-big.npy",
  "f2-little.npy",
  "nhwc.npy",
  "fortran.npy",
  "version3.npy",
  "object.npy",
  "record.npy",
  "single.npz",
  "medmnist.npz",
  "medmnist-compressed.npz",
];

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

describe(`${MUTATIONS} mutations end with an error or an image, within two seconds, of`, () => {
  it.each(kinds)("%s", { timeout: 600_000 }, async (name) => {
    const original = readFileSync(fixtures + name);
    const open = name.endsWith(".npz") ? openNpz : openNpy;
    for (let index = 0; index < MUTATIONS; index++) {
      const file = await put(folder, "a", mutated(original, randomStream(0, name, index)));
      await endsWell(`mutation ${index} of ${name}`, async () => readEnds(await open(file)));
    }
  });
});
