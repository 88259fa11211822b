import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { trainingImageDigests, trainingImagesCsv } from "../../src/node.ts";

const folder = await mkdtemp(path.join(tmpdir(), "cellgen-training-images-"));
const at = (...names: string[]): string => path.join(folder, ...names);
afterAll(() => rm(folder, { recursive: true }));

test("names with commas and quotes come back from the list of training images", async () => {
  await mkdir(at("list"));
  const files = [
    { name: 'a,"b".png', digest: "0123456789abcdef" },
    { name: "c/d.png", digest: "fedcba9876543210" },
  ];
  await writeFile(at("list", "images.csv"), trainingImagesCsv(files));
  expect(await readFile(at("list", "images.csv"), "utf8")).toContain('"a,""b"".png",0123456789abcdef\n');
  expect(await trainingImageDigests(at("list"))).toEqual(new Set(files.map(({ digest }) => digest)));
  expect(await trainingImageDigests(at("nowhere"))).toBeUndefined();
});
