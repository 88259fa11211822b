import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { randomStream } from "@cellgen/random";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { longForm } from "../../../../../test/longForm.ts";
import { openZarr } from "../../../src/node.ts";
import { temporaryFolder } from "../../imageFiles.ts";
import { endsWell, mutated, readEnds } from "../../mutated.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/zarr/", import.meta.url));
const MUTATIONS = longForm ? 2000 : 100;
const kinds = [
  "v04-none.zarr",
  "v04-zlib.zarr",
  "v04-gzip.zarr",
  "v04-zstd.zarr",
  "v04-lz4.zarr",
  "v04-blosc-lz4.zarr",
  "v04-blosc-zstd.zarr",
  "v04-blosc-zlib.zarr",
  "v04-fortran.zarr",
  "v04-f2.zarr",
  "v04-tczyx.zarr",
  "v05-czyx.zarr",
  "v05-zstd-checksum.zarr",
  "v05-transposed.zarr",
  "v05-sharded.zarr",
];

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

describe(`${MUTATIONS} mutations end with an error or an image, within two seconds, of`, () => {
  it.each(kinds)("%s", { timeout: 600_000 }, async (name) => {
    const copy = path.join(folder, name);
    cpSync(path.join(fixtures, name), copy, { recursive: true });
    const files = readdirSync(copy, { recursive: true, encoding: "utf8" })
      .map((file) => path.join(copy, file))
      .filter((file) => statSync(file).isFile())
      .sort();
    const metadata = files.filter((file) => /\.z(array|attrs|group)$|zarr\.json$/.test(file));
    const wanted = (await (await openZarr(copy)).read()).data;
    for (let index = 0; index < MUTATIONS; index++) {
      const random = randomStream(0, name, index);
      // Half of the mutations are in the metadata, which are few of the files.
      const candidates = random.integer(2) === 0 ? metadata : files;
      const file = candidates[random.integer(candidates.length)]!;
      const original = readFileSync(file);
      writeFileSync(file, mutated(original, random));
      await endsWell(`mutation ${index} of ${name}`, async () => readEnds(await openZarr(copy)));
      writeFileSync(file, original);
    }
    // The decoders have a state of their own: damaged chunks must not change what they decode next.
    expect((await (await openZarr(copy)).read()).data).toEqual(wanted);
  });
});
