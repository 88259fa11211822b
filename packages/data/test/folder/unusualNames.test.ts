import { execFileSync } from "node:child_process";
import { chmod, copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asUnprivilegedUser } from "../../../../test/asUnprivilegedUser.ts";
import {
  folderBatches,
  type ImageFolder,
  openImage,
  openNpy,
  openRaster,
  openTiff,
  readImage,
  readInputs,
  scanImageFolder,
} from "../../src/node.ts";
import { png, put, raw, temporaryFolder } from "../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

const names = ({ files }: Pick<ImageFolder, "files">): string[] => files.map(({ name }) => name);

describe("a folder", () => {
  it("may have any names: spaces, line breaks, hashes and names of the language", async () => {
    const all = [
      "__proto__/a b.png",
      "__proto__/c\nd.png",
      "constructor/e#1.png",
      "constructor/toString.png",
    ];
    for (const [index, name] of all.entries()) await put(folder, name, await png(raw(4, 4, 1, index)));
    const set = await scanImageFolder(folder, { size: 4 });
    expect(names(set)).toEqual(all);
    expect(set.classes).toEqual(["__proto__", "constructor"]);
    const batches = folderBatches(set, { size: 4, batchSize: 4, seed: 0 });
    const { labels } = await batches.batch(0);
    expect([...labels].sort()).toEqual([0, 0, 1, 1]);
    await batches.close();
    const { files } = await readInputs(folder);
    expect(files.map(({ name }) => name)).toEqual(all);
    expect((await files[2]!.read()).image.data).toEqual(raw(4, 4, 1, 2).data);
  });

  it("whose subfolders link to each other is read in bounded time", async () => {
    const subfolders = Array.from({ length: 9 }, (_, i) => `f${i}`);
    for (const name of subfolders) await put(folder, `${name}/a.png`, await png(raw(2, 2, 1)));
    for (const from of subfolders) {
      for (const to of subfolders) await symlink(path.join(folder, to), path.join(folder, from, `to-${to}`));
    }
    await symlink(path.join(folder, "self"), path.join(folder, "self"));
    const set = await scanImageFolder(folder);
    expect(set.files.length).toBeGreaterThanOrEqual(9);
    expect(set.files.length).toBeLessThanOrEqual(8 * 9);
    expect(new Set(set.unreadable.map(({ reason }) => reason))).toContain(
      "a folder that links reach by more than 8 paths",
    );
  });

  it.skipIf(process.platform === "win32")("names links and pipes that lead to no file", async () => {
    await put(folder, "a.png", await png(raw(2, 2, 1)));
    await symlink(path.join(folder, "nowhere.png"), path.join(folder, "broken.png"));
    await symlink("self.png", path.join(folder, "self.png"));
    execFileSync("mkfifo", [path.join(folder, "pipe.png")]);
    const { unreadable, ...set } = await scanImageFolder(folder);
    expect(names(set)).toEqual(["a.png"]);
    expect(unreadable.map(({ path: file, reason }) => [path.basename(file), reason])).toEqual([
      ["broken.png", "a link to a file that does not exist"],
      ["pipe.png", "a pipe or device, not a file"],
      ["self.png", "a link that leads back to itself"],
    ]);
    const pipe = path.join(folder, "pipe.png");
    for (const read of [openImage, openTiff, openRaster, openNpy, readImage]) {
      await expect(read(pipe)).rejects.toThrow("a pipe or device, not a file. Give an image file.");
    }
  });

  it("may hold images without an extension, and names microscope files of every format", async () => {
    await put(folder, "plain", await png(raw(2, 2, 1)));
    await put(folder, "README", "cells");
    await copyFile(
      path.join(import.meta.dirname, "../fixtures/tiff/lzw.tif"),
      path.join(folder, "metamorph.stk"),
    );
    for (const name of ["a.zvi", "b.ims", "c.ome.zarr.zip", "d.dcm"]) await put(folder, name, "any");
    const { unreadable, ...set } = await scanImageFolder(folder);
    expect(names(set)).toEqual(["metamorph.stk", "plain"]);
    expect(unreadable.map(({ path: file, reason }) => [path.basename(file), reason])).toEqual([
      ["a.zvi", "a Zeiss ZVI file"],
      ["b.ims", "an Imaris file"],
      ["c.ome.zarr.zip", "a zipped Zarr folder"],
      ["d.dcm", "not an image of a known format by its content"],
    ]);
  });

  it.skipIf(process.platform !== "linux")("names files whose names are not UTF-8", async () => {
    await put(folder, "a.png", await png(raw(2, 2, 1)));
    const name = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff]), Buffer.from(".png")]);
    await writeFile(name, await png(raw(2, 2, 1)));
    const { unreadable, ...set } = await scanImageFolder(folder);
    expect(names(set)).toEqual(["a.png"]);
    expect(unreadable).toMatchObject([{ reason: "its name is not valid UTF-8", remedy: "Rename it." }]);
  });

  it.skipIf(process.platform === "win32")("names what it has no permission to read", async () => {
    for (const name of ["a.png", "secret.png", "closed/b.png"])
      await put(folder, name, await png(raw(2, 2, 1)));
    await chmod(folder, 0o755);
    await chmod(path.join(folder, "secret.png"), 0);
    await chmod(path.join(folder, "closed"), 0);
    await mkdir(path.join(folder, "empty.zarr"));
    const { unreadable, ...set } = await asUnprivilegedUser(() => scanImageFolder(folder));
    expect(names(set)).toEqual(["a.png"]);
    expect(unreadable.map(({ path: file, reason }) => [path.basename(file), reason])).toEqual([
      ["closed", "no permission to read it"],
      ["secret.png", "no permission to read it"],
    ]);
    await expect(asUnprivilegedUser(() => scanImageFolder(folder, { strict: true }))).rejects.toThrow(
      "closed cannot be read: no permission to read it. Change its permissions.",
    );
    await chmod(path.join(folder, "closed"), 0o755);
  });
});
