import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ImageFolder, readSample, sampleReader, scanImageFolder, splitFiles } from "../../src/node.ts";
import { png, put, raw, temporaryFolder } from "../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
  for (const name of ["a", "b", "c", "d"]) await put(folder, `${name}.png`, await png(raw(12, 10, 1)));
});
afterEach(() => remove());

const names = ({ files }: Pick<ImageFolder, "files">): string[] => files.map(({ name }) => name);
const classNames = ({ files, classes }: ImageFolder): (string | undefined)[] =>
  files.map(({ label }) => classes[label]);

describe("index.csv in a folder", () => {
  it("gives classes, if there are no subfolders, and the split", async () => {
    await put(
      folder,
      "index.csv",
      "file,class,split\na.png,red,train\nb.png,white,train\nc.png,red,test\nd.png,white,test\n",
    );
    const set = await scanImageFolder(folder);
    expect(classNames(set)).toEqual(["red", "white", "red", "white"]);
    expect(set.split).toMatchObject({ training: ["train"], heldOut: ["test"] });
    expect(names(await scanImageFolder(folder, { part: "training" }))).toEqual(["a.png", "b.png"]);
    const { heldOut } = await splitFiles(folder, set.files);
    expect(names({ files: heldOut })).toEqual(["c.png", "d.png"]);
  });
  it("gives boxes that lie inside their images, an image each, which may reach beyond after rounding", async () => {
    await put(
      folder,
      "index.csv",
      "path,label,x,y,width,height\na.png,red,1,2,4,3\na.png,white,5,5,4,4\nb.png,red,0,0,12,10\n",
    );
    const set = await scanImageFolder(folder);
    expect(names(set)).toEqual(["a.png#x1y2w4h3", "a.png#x5y5w4h4", "b.png#x0y0w12h10", "c.png", "d.png"]);
    expect(set.files[0]).toMatchObject({ width: 4, height: 3, file: "a.png" });
    const reader = sampleReader();
    const { data, width } = raw(12, 10, 1);
    const { data: box } = await readSample(set.files[0]!, reader);
    expect([...box]).toEqual(
      [0, 1, 2].flatMap((y) => [...data.slice((y + 2) * width + 1, (y + 2) * width + 5)]),
    );
    await reader.close();
    // Without a label for each image, there are no classes.
    expect(set.classes).toEqual([]);
  });
  it("that lists positions in larger fields, as crops have, gives no boxes", async () => {
    await put(folder, "index.csv", "file,x,y,width,height\na.png,512,28,12,10\nb.png,0,0,12,10\n");
    expect(names(await scanImageFolder(folder))).toEqual(["a.png", "b.png", "c.png", "d.png"]);
  });
});

describe("an index that is given", () => {
  it("selects its files, and its labels take precedence", async () => {
    await put(folder, "lists/cells.csv", "path,label\n../d.png,white\n../a.png,red\n../gone.png,red\n");
    const set = await scanImageFolder(folder, { index: `${folder}/lists/cells.csv` });
    expect(names(set)).toEqual(["a.png", "d.png"]);
    expect(classNames(set)).toEqual(["red", "white"]);
  });
  it("must name images of the folder", async () => {
    await put(folder, "cells.csv", "path,label\nother.png,red\n");
    await expect(scanImageFolder(folder, { index: `${folder}/cells.csv` })).rejects.toMatchObject({
      code: "ERR_INDEX_NO_MATCH",
    });
    await expect(scanImageFolder(folder, { index: `${folder}/none.csv` })).rejects.toMatchObject({
      code: "ERR_INDEX_UNREADABLE",
    });
  });
});
