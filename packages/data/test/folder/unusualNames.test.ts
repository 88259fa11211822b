import { chmod, mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asUnprivilegedUser } from "../../../../test/asUnprivilegedUser.ts";
import { folderBatches, type ImageFolder, readInputs, scanImageFolder } from "../../src/node.ts";
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
