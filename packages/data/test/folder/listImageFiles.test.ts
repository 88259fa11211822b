import { chmod, copyFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { asUnprivilegedUser } from "../../../../test/asUnprivilegedUser.ts";
import { scanImageFolder } from "../../src/node.ts";
import { temporaryFolder } from "../imageFiles.ts";

it.skipIf(process.platform === "win32")(
  "a folder that may not be read is an error that says so",
  async () => {
    const { folder, remove } = await temporaryFolder();
    await chmod(folder, 0o300);
    const error = await asUnprivilegedUser(() => scanImageFolder(folder)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: "ImageFolderError",
      code: "ERR_UNREADABLE_FOLDER",
      message: `scanImageFolder: folder must be a folder of images, got ${folder}: no permission to read it. Give a folder with read permission.`,
    });
    expect((error as Error).cause).toMatchObject({ code: "EACCES" });
    await chmod(folder, 0o700);
    await remove();
  },
);

it("the metadata file of an OME-TIFF set is not an image", async () => {
  const fixtures = fileURLToPath(new URL("../fixtures/tiff/", import.meta.url));
  const { folder, remove } = await temporaryFolder();
  for (const name of ["position0.ome.tif", "position1.ome.tif", "positions.companion.ome"]) {
    await copyFile(path.join(fixtures, name), path.join(folder, name));
  }
  const { files, unreadable, channelNames } = await scanImageFolder(folder);
  expect(files.map(({ name }) => name)).toEqual(["position0.ome.tif", "position1.ome.tif"]);
  expect([unreadable, channelNames]).toEqual([[], ["β-tubulin", "DNA"]]);
  await remove();
});
