import path from "node:path";
import { expect, it } from "vitest";
import {
  createZarr,
  inspectFolder,
  openImage,
  readOverview,
  readSample,
  sampleReader,
  scanImageFolder,
} from "../../src/node.ts";
import { temporaryFolder } from "../imageFiles.ts";

it("inspects a field that is larger than memory by windows of it", async () => {
  const { folder, remove } = await temporaryFolder();
  const side = 40_000;
  const place = path.join(folder, "slide.zarr");
  const writer = await createZarr(place, { width: side, height: side, channels: 1, pixelType: "uint16" });
  // The last window ends at the last pixel; everything else is 0.
  const data = Uint16Array.from({ length: 512 * 512 }, (_, i) => 100 + (i % 900));
  await writer.writeRegion(
    { width: 512, height: 512, channels: 1, data },
    { left: side - 512, top: side - 512 },
  );
  await writer.finish();
  const set = await scanImageFolder(folder);
  const inspection = await inspectFolder(set);
  expect(inspection).toMatchObject({ inParts: 1, duplicates: [], blank: [], compared: 1 });
  expect(inspection.histograms[0]!.counts.reduce((sum, count) => sum + count)).toBe(64 * 256 * 256);

  const reader = sampleReader();
  const mosaic = await readOverview(set.files[0]!, reader);
  expect(mosaic).toMatchObject({ width: 2048, height: 2048, channels: 1 });
  const window = { left: side - 256, top: side - 256, width: 256, height: 256 };
  const source = await openImage(place);
  const last = (await source.read({ window })).data;
  await source.close();
  for (const [x, y] of [
    [0, 0],
    [255, 0],
    [17, 255],
  ] as const)
    expect(mosaic.data[(1792 + y) * 2048 + 1792 + x]).toBe(last[y * 256 + x]);
  expect(mosaic.data.subarray(0, 1792 * 2048).every((value) => value === 0)).toBe(true);
  expect(await readOverview(set.files[0]!, reader, { size: 32 })).toMatchObject({ width: 32, height: 32 });
  // Smaller images are read as a whole.
  const part = {
    ...set.files[0]!,
    width: 300,
    height: 200,
    plane: { window: { left: 1, top: 2, width: 300, height: 200 } },
  };
  expect(await readOverview(part, reader)).toEqual(await readSample(part, reader));
  await reader.close();
  await remove();
});
