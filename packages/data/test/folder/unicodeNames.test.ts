import { afterEach, beforeEach, expect, it } from "vitest";
import { indexOfName } from "../../src/index.ts";
import {
  dataFingerprint,
  matchInputs,
  outputNames,
  readInputs,
  samplesOf,
  scanImageFolder,
  splitFiles,
} from "../../src/node.ts";
import { png, put, raw, temporaryFolder } from "../imageFiles.ts";

const COMPOSED = "caf\u00e9";
const DECOMPOSED = "cafe\u0301";

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());
const small = (seed = 0) => png(raw(4, 4, 1, seed));

it("a class folder with decomposed accents is the class of composed ones", async () => {
  for (const name of [`${DECOMPOSED}/a.png`, "tea/a.png"]) await put(folder, name, await small());
  const { classes, files } = await scanImageFolder(folder);
  expect(classes).toEqual([COMPOSED, "tea"]);
  expect(files.map(({ label }) => label)).toEqual([0, 1]);
  // The path is that of the disk.
  expect(files[0]!.name).toBe(`${DECOMPOSED}/a.png`);
  expect(indexOfName(classes, DECOMPOSED)).toBe(0);
  expect(indexOfName([DECOMPOSED], COMPOSED)).toBe(0);
  expect(indexOfName(classes, "cafe")).toBe(-1);
});

it("the order and the fingerprint of a set do not depend on the form of its names", async () => {
  const scan = async (at: string, name: string) => {
    for (const each of [name, "cafz.png", "caff.png"]) await put(folder, `${at}/${each}`, await small());
    return scanImageFolder(`${folder}/${at}`);
  };
  const one = await scan("composed", `${COMPOSED}.png`);
  const other = await scan("decomposed", `${DECOMPOSED}.png`);
  expect(one.files.map(({ name }) => name)).toEqual(["caff.png", "cafz.png", `${COMPOSED}.png`]);
  expect(other.files.map(({ name }) => name)).toEqual(["caff.png", "cafz.png", `${DECOMPOSED}.png`]);
  expect(dataFingerprint(other)).toBe(dataFingerprint(one));
});

it("a mask belongs to an image in whichever form its name is", async () => {
  await put(folder, `images/${COMPOSED}.png`, await small());
  await put(folder, `masks/${DECOMPOSED}.png`, await small());
  const { files } = await readInputs(`${folder}/images`);
  const matches = await matchInputs(`${folder}/masks`, files);
  expect([...matches.values()].map(({ name }) => name)).toEqual([`${DECOMPOSED}.png`]);
});

it("index.csv and samples.json name files in either form", async () => {
  const names = Array.from({ length: 8 }, (_, i) => `${DECOMPOSED}-${i}.png`);
  for (const [i, name] of names.entries()) await put(folder, name, await small(i));
  const rows = names.map((name, i) => `${name.normalize("NFC")},source ${i >> 1}`);
  await put(folder, "index.csv", ["file,source_image", ...rows].join("\n"));
  const set = await scanImageFolder(folder);
  const { heldOut } = await splitFiles(folder, set.files);
  expect(heldOut).toHaveLength(2);
  expect(new Set(heldOut.map(({ name }) => names.indexOf(name) >> 1)).size).toBe(1);
  const images = names.slice(0, 3).map((name) => ({ file: name.normalize("NFC"), class: COMPOSED }));
  await put(folder, "samples.json", JSON.stringify({ images }));
  expect((await samplesOf(set)).files).toHaveLength(3);
});

it("names of results that differ only in their form keep their extensions apart", () => {
  const files = [{ name: `${COMPOSED}.png` }, { name: `${DECOMPOSED}.jpg` }];
  expect(outputNames(files)).toEqual([`${COMPOSED}.png`, `${DECOMPOSED}.jpg`]);
});
