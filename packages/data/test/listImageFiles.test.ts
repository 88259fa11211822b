import * as fs from "node:fs/promises";
import { afterEach, expect, it, vi } from "vitest";
import { scanImageFolder } from "../src/node.ts";
import { temporaryFolder } from "./imageFiles.ts";

vi.mock("node:fs/promises", async (original) => {
  const module = await original<typeof fs>();
  return { ...module, readdir: vi.fn(module.readdir) };
});

afterEach(() => vi.restoreAllMocks());

it("a folder that may not be read is an error that says so", async () => {
  const { folder, remove } = await temporaryFolder();
  // Taking the permission away would not stop a test that an administrator runs.
  const refused = Object.assign(new Error("EACCES: permission denied, scandir"), { code: "EACCES" });
  vi.mocked(fs.readdir).mockRejectedValueOnce(refused);
  await expect(scanImageFolder(folder)).rejects.toThrow(
    new RangeError(
      `scanImageFolder: folder must be a folder of images, got ${folder}: no permission to read it. Give a folder that you may read.`,
      { cause: refused },
    ),
  );
  await remove();
});
