import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { randomStream } from "@cellgen/random";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keptNetwork } from "../../src/folder/keptNetwork.ts";
import { testEngine } from "../tinySets.ts";

const engine = await testEngine();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-features-"));
});
afterAll(() => rm(folder, { recursive: true }));

const values = randomStream(0, "images").fillUniform(new Float32Array(16 * 64));
const labels = Int32Array.from({ length: 16 }, (_, image) => image % 2);

/** Whether a network was trained for images, and where it is kept. */
async function learn(
  changed: { values?: Float32Array; labels?: Int32Array },
  { data = folder, keepIn }: { data?: string; keepIn?: string } = {},
) {
  const training = { values, labels, height: 8, width: 8, channels: 1, ...changed };
  const request = { training, classes: 2, data, keepIn, engine, seed: 0, epochs: 1, signal: undefined };
  const { network, isNew, file } = await keptNetwork({ ...request, onProgress: () => {} });
  await network.dispose();
  return { isNew, file };
}

test("a kept network is that of the very images and classes that it was trained on", async () => {
  expect(await learn({})).toMatchObject({ isNew: true });
  expect(await learn({ values: values.slice(), labels: labels.slice() })).toMatchObject({ isNew: false });
  // The same files in another range, or cropped elsewhere.
  expect(await learn({ values: values.map((value) => value / 2) })).toMatchObject({ isNew: true });
  expect(await learn({ labels: labels.map((label) => 1 - label) })).toMatchObject({ isNew: true });
  expect(await readdir(path.join(folder, ".cellgen"))).toHaveLength(3);
});

test("a network is kept elsewhere where the images' folder cannot be written to, or nowhere", async () => {
  const data = path.join(folder, "missing");
  expect(await learn({}, { data })).toEqual({ isNew: true, file: undefined });
  const keepIn = path.join(folder, "out");
  const { isNew, file } = await learn({}, { data, keepIn });
  expect(isNew).toBe(true);
  expect(path.dirname(file!)).toBe(path.join(keepIn, ".cellgen"));
  expect(await learn({}, { data, keepIn })).toEqual({ isNew: false, file });
  const noFolder = path.join(folder, "file.txt");
  await writeFile(noFolder, "");
  expect(await learn({}, { data, keepIn: noFolder })).toEqual({ isNew: true, file: undefined });
});
