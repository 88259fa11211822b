import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readImage, writeFileAtomic, writePng, writeTiff } from "../../src/node.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-write-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("text and parts of arrays replace a file, and leave no other", async () => {
  const file = path.join(folder, "a.txt");
  await writeFileAtomic(file, "long text");
  expect(await readFile(file, "utf8")).toBe("long text");
  await writeFileAtomic(file, Uint8Array.of(1, 2, 3, 4).subarray(1, 3));
  expect([...(await readFile(file))]).toEqual([2, 3]);
  expect(await readdir(folder)).toEqual(["a.txt"]);
});

test("a missing folder is created only on request", async () => {
  const file = path.join(folder, "new", "deep", "a.txt");
  await expect(writeFileAtomic(file, "text")).rejects.toMatchObject({ code: "ENOENT" });
  await writeFileAtomic(file, "text", { createFolder: true });
  expect(await readFile(file, "utf8")).toBe("text");
});

test("a name may be as long as the file system allows", async () => {
  const name = `${"x".repeat(245)}.png`;
  const image = { width: 2, height: 1, channels: 1, data: Uint8Array.of(3, 4) };
  await writePng(path.join(folder, name), image);
  await writeTiff(path.join(folder, name.replace("png", "tif")), image);
  for (const file of [name, name.replace("png", "tif")]) {
    expect((await readImage(path.join(folder, file))).data).toEqual(image.data);
  }
  expect((await readdir(folder)).filter((found) => found.startsWith("."))).toEqual([]);
});
