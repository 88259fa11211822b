import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readIndexCache, writeIndexCache } from "../../src/fileIndex/indexCache.ts";
import type { SourceHeader } from "../../src/samples/selection/sourceHeader.ts";
import { temporaryFolder } from "../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

const headers: readonly SourceHeader[] = [
  { format: "png", width: 8, height: 9, channels: 1, pixelType: "uint8", images: 1, depth: 1, times: 1 },
];
const files = ["a.png", "__proto__", "c\n d/\u00e9.png"].map((name, index) => ({
  name,
  size: 10 + index,
  modified: 1.5 + index,
  headers,
}));

it("comes back as it was written, whatever the names", async () => {
  const unreadable = { ...files[0]!, name: "broken.png", headers: { reason: "empty", remedy: "Copy it." } };
  await writeIndexCache(folder, { files: [...files, unreadable], measured: { key: { a: [1] } } });
  expect(await readIndexCache(folder)).toEqual({ files, measured: { key: { a: [1] } } });
});

it.each<[string, (text: string) => string]>([
  ["cut", (text) => text.slice(0, 90)],
  ["of another folder", (text) => text.replace('"root":"', '"root":"/other')],
  ["of another version", (text) => text.replace('"version":1', '"version":0')],
  ["with a header that is none", (text) => text.replace('"width":8', '"width":"8"')],
  ["with columns of different lengths", (text) => text.replace('"sizes":[10,', '"sizes":[')],
  ["with a header that is missing", (text) => text.replace('"header":[0,', '"header":[7,')],
])("is ignored if it is %s", async (_, damage) => {
  await writeIndexCache(folder, { files, measured: {} });
  const file = path.join(folder, ".cellgen", "images-index.json");
  const text = await readFile(file, "utf8");
  expect(damage(text)).not.toBe(text);
  await writeFile(file, damage(text));
  expect(await readIndexCache(folder)).toBeUndefined();
});
