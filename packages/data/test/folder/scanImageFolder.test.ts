import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ImageFolder, scanImageFolder } from "../../src/node.ts";
import { jpeg, pattern, png, put, raw, temporaryFolder } from "../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

const names = (found: ImageFolder): string[] => found.files.map((file) => file.name);
const only = async (): Promise<ImageFolder["files"][number]> => (await scanImageFolder(folder)).files[0]!;

describe("scanImageFolder finds files", () => {
  it("of every extension in any case, nested, sorted the same everywhere", async () => {
    const small = await png(raw(2, 2, 1));
    const photo = await jpeg(raw(8, 8, 3));
    for (const name of ["b.PNG", "a.png", "ä.png", "B.png", "10.png", "9.png"])
      await put(folder, name, small);
    for (const name of ["x/y/deep.JpEg", "x/c.jpg"]) await put(folder, name, photo);
    await put(folder, "notes.txt", "not an image");
    const found = await scanImageFolder(folder);
    expect(names(found)).toEqual([
      "10.png",
      "9.png",
      "B.png",
      "a.png",
      "b.PNG",
      "x/c.jpg",
      "x/y/deep.JpEg",
      "ä.png",
    ]);
    expect(found.files[0]!.path).toBe(path.join(folder, "10.png"));
    expect(found.unreadable).toEqual([]);
  });
  it("but no hidden files, no leftovers of archives, and no masks", async () => {
    const small = await png(raw(2, 2, 1));
    for (const name of [
      "a.png",
      ".b.png",
      "._a.png",
      ".git/c.png",
      "__MACOSX/a.png",
      "@eaDir/a.png",
      "masks/a.png",
    ]) {
      await put(folder, name, small);
    }
    const found = await scanImageFolder(folder);
    expect(names(found)).toEqual(["a.png"]);
    expect(found.skippedFolders).toEqual(["masks"]);
  });
  it("through links, and not in circles", async () => {
    const small = await png(raw(2, 2, 1));
    await put(folder, "set/a.png", small);
    await symlink(path.join(folder, "set"), path.join(folder, "linked"));
    await symlink(folder, path.join(folder, "set", "loop"));
    await symlink(path.join(folder, "gone.png"), path.join(folder, "set", "dangling.png"));
    const found = await scanImageFolder(folder);
    expect(names(found)).toEqual(["linked/a.png", "set/a.png"]);
    expect(found.unreadable.map((file) => file.reason)).toContain("a link to a file that does not exist");
  });
  it("and tells how far it is", async () => {
    for (const name of ["a", "b", "c"]) await put(folder, `${name}.png`, await png(raw(2, 2, 1)));
    const progress: string[] = [];
    await scanImageFolder(folder, { onProgress: ({ done, total }) => progress.push(`${done}/${total}`) });
    expect(progress).toEqual(["1/3", "2/3", "3/3"]);
  });
  it("until it is told to stop", async () => {
    for (let i = 0; i < 20; i++) await put(folder, `${i}.png`, await png(raw(2, 2, 1)));
    const stop = new AbortController();
    const scan = scanImageFolder(folder, {
      signal: stop.signal,
      onProgress: ({ done }) => done === 3 && stop.abort(new Error("enough")),
    });
    await expect(scan).rejects.toThrow("enough");
  });
});

describe("scanImageFolder finds classes", () => {
  const small = png(raw(2, 2, 1));
  it("in the first-level subfolders, what lies deeper included", async () => {
    for (const name of ["red/a.png", "red/more/b.png", "white/c.png"]) await put(folder, name, await small);
    await mkdir(path.join(folder, "empty"));
    const found = await scanImageFolder(folder);
    expect(found.classes).toEqual(["red", "white"]);
    expect(found.files.map((file) => file.label)).toEqual([0, 0, 1]);
  });
  it("not where all images lie at the root", async () => {
    await put(folder, "a.png", await small);
    const found = await scanImageFolder(folder);
    expect(found.classes).toEqual([]);
    expect(found.files[0]!.label).toBe(0);
  });
  it("not where images lie at the root beside subfolders, and uses all", async () => {
    for (const name of ["a.png", "red/b.png"]) await put(folder, name, await small);
    const found = await scanImageFolder(folder);
    expect(found.classes).toEqual([]);
    expect(found.files.length).toBe(2);
  });
  it("only with a readable image", async () => {
    for (const name of ["blue/a.png", "red/a.png"]) await put(folder, name, await small);
    await put(folder, "white/b.png", "");
    expect((await scanImageFolder(folder)).classes).toEqual(["blue", "red"]);
  });
  it("not where all images lie in one subfolder, beside their masks or not", async () => {
    for (const name of ["images/a.png", "images/more/b.png", "masks/a.png"])
      await put(folder, name, await small);
    const found = await scanImageFolder(folder);
    expect(names(found)).toEqual(["images/a.png", "images/more/b.png"]);
    expect(found.classes).toEqual([]);
    expect(found.files.map((file) => file.label)).toEqual([0, 0]);
  });
});

describe("scanImageFolder measures", () => {
  it("gray PNG", async () => {
    const image = raw(5, 3, 1);
    await put(folder, "a.png", await png(image));
    const values = [...image.data];
    expect(await only()).toMatchObject({
      width: 5,
      height: 3,
      channels: 1,
      pixelType: "uint8",
      min: Math.min(...values),
      max: Math.max(...values),
      mean: values.reduce((a, b) => a + b) / values.length,
      transparent: false,
    });
  });
  it("RGB as color, and as gray where the three channels are equal", async () => {
    await put(folder, "colour.png", await png(raw(4, 4, 3)));
    const grey = raw(4, 4, 1);
    const equal = {
      ...grey,
      channels: 3 as const,
      data: new Uint8Array(48).map((_, i) => grey.data[(i / 3) | 0]!),
    };
    await put(folder, "equal.png", await png(equal));
    await put(folder, "equal.jpg", await jpeg(equal));
    await put(folder, "single.jpg", await jpeg(grey));
    const found = await scanImageFolder(folder);
    expect(found.files.map((file) => [file.name, file.channels])).toEqual([
      ["colour.png", 3],
      ["equal.jpg", 1],
      ["equal.png", 1],
      ["single.jpg", 1],
    ]);
    expect(found.channels).toBe(3);
  });
  it("opaque alpha as none, and transparent pixels as black", async () => {
    const opaque = raw(2, 2, 4);
    opaque.data.forEach((_, i) => {
      if (i % 4 === 3) opaque.data[i] = 255;
    });
    await put(folder, "opaque.png", await png(opaque));
    await put(
      folder,
      "clear.png",
      await png({
        ...raw(2, 2, 4),
        data: Uint8Array.of(9, 8, 7, 0, 200, 100, 50, 255, 9, 8, 7, 0, 9, 8, 7, 0),
      }),
    );
    const [clear, kept] = (await scanImageFolder(folder)).files;
    expect(kept).toMatchObject({ channels: 3, transparent: false });
    expect(clear).toMatchObject({ channels: 3, transparent: true, min: 0, max: 200, mean: 350 / 12 });
  });
  it("palette and one-bit PNG by their colors", async () => {
    const two = { ...raw(2, 1, 3), data: Uint8Array.of(250, 10, 20, 30, 200, 40) };
    const bytes = await png(two, { palette: true });
    expect((await sharp(bytes).metadata()).isPalette).toBe(true);
    await put(folder, "palette.png", bytes);
    expect(await only()).toMatchObject({ channels: 3, min: 10, max: 250, pixelType: "uint8" });
  });
  it("16 bits as 16 bits, with the range of the whole set", async () => {
    const deep = { ...raw(4, 4, 1), data: pattern(new Uint16Array(16), 300) };
    deep.data[0] = 277;
    deep.data[1] = 44092;
    for (let i = 2; i < 16; i++) deep.data[i] = 300 + i;
    await put(folder, "a.png", await png(deep));
    await put(folder, "b.png", await png({ ...deep, data: deep.data.map((v) => Math.min(v, 2000)) }));
    const found = await scanImageFolder(folder);
    expect(found).toMatchObject({ pixelType: "uint16", ranges: [[277, 44092]], channels: 1 });
    expect(found.files[1]).toMatchObject({ min: 277, max: 2000, pixelType: "uint16" });
  });
  it("8-bit files of a 16-bit set with a range of their own", async () => {
    await put(folder, "deep.png", await png({ ...raw(2, 1, 1), data: Uint16Array.of(1000, 2000) }));
    await put(folder, "flat.png", await png({ ...raw(2, 1, 1), data: Uint8Array.of(2, 100) }));
    const { measured, ranges, pixelType } = await scanImageFolder(folder);
    expect([pixelType, ranges]).toEqual(["uint16", [[1000, 2000]]]);
    expect(measured.map((type) => [type.pixelType, type.ranges])).toEqual([
      ["uint8", [[2, 100]]],
      ["uint16", [[1000, 2000]]],
    ]);
  });
  it("a JPEG as its camera was held", async () => {
    const bytes = await sharp(raw(16, 8, 3).data, { raw: { width: 16, height: 8, channels: 3 } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    await put(folder, "a.jpg", bytes);
    expect(await only()).toMatchObject({ width: 8, height: 16 });
  });
});
