import path from "node:path";
import { expect, it } from "vitest";
import { createZarr, folderBatches, scanImageFolder } from "../../src/node.ts";
import { temporaryFolder } from "../imageFiles.ts";

it("crops a field that is larger than memory by reading its tiles", async () => {
  const { folder, remove } = await temporaryFolder();
  const side = 40_000;
  const writer = await createZarr(path.join(folder, "slide.zarr"), {
    ...{ width: side, height: side, channels: 2, pixelType: "uint16", channelNames: ["A", "B"] },
  });
  // Everything else is 0.
  const data = Uint16Array.from({ length: 512 * 512 * 2 }, (_, i) => (i % 2 === 0 ? 1000 : i % 977));
  await writer.writeRegion({ width: 512, height: 512, channels: 2, data }, { left: 0, top: 0 });
  await writer.finish();
  const set = await scanImageFolder(folder);
  expect(set.files).toMatchObject([{ width: side, height: side, channels: 2, min: 0, max: 1000 }]);
  expect(set.files[0]!.digest).toBeUndefined();
  const crops = { side: 64, attempts: 4 };
  const make = () => folderBatches(set, { size: 32, batchSize: 4, seed: 2, crops });
  const batches = make();
  const { xStart } = await batches.batch(0);
  expect(xStart.length).toBe(4 * 32 * 32 * 2);
  await batches.close();
  const again = make();
  expect((await again.batch(0)).xStart).toEqual(xStart);
  await again.close();
  // As a whole, it cannot be scaled to the size of a model.
  await expect(scanImageFolder(folder, { size: 32 })).rejects.toThrow(
    "too large: 40000x40000 exceeds the limit of 100000000 pixels. Train on random crops of it, or cut it into crops first (cellgen data crop).",
  );
  await remove();
});
