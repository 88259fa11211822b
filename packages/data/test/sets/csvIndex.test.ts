import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CsvIndexError, matchCsvIndex, readCsvIndex } from "../../src/node.ts";
import { put, temporaryFolder } from "../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

const read = async (text: string | Uint8Array) => readCsvIndex(await put(folder, "index.csv", text));

describe("readCsvIndex", () => {
  it("finds the columns by name, in any case and order", async () => {
    const index = await read(
      "Class,File,split,patient,z,area,x,y,width,height\nlymphocyte,a/1.tif,train,p1,2,10.5,1,2,30,40\n",
    );
    expect(index.path).toBe(path.join(folder, "index.csv"));
    expect(index.columnOf).toEqual({
      file: "File",
      label: "Class",
      split: "split",
      group: "patient",
      z: "z",
    });
    expect(index.rows).toEqual([
      {
        line: 2,
        file: "a/1.tif",
        label: "lymphocyte",
        split: "train",
        group: "p1",
        z: 2,
        box: { left: 1, top: 2, width: 30, height: 40 },
        cells: ["lymphocyte", "a/1.tif", "train", "p1", "2", "10.5", "1", "2", "30", "40"],
      },
    ]);
    expect([...index.numericColumns]).toEqual([["area", Float64Array.of(10.5)]]);
    expect(index.faults).toEqual([]);
  });
  it("prefers group to slide, patient, field and source_image", async () => {
    const { columnOf } = await read("file,source_image,field,patient\na.png,s,f,p\n");
    expect(columnOf.group).toBe("patient");
  });
  it("converts left, top, right and bottom to a size", async () => {
    const { rows } = await read("path,left,top,right,bottom\na.png,10,20,15,60\n");
    expect(rows[0]!.box).toEqual({ left: 10, top: 20, width: 5, height: 40 });
  });
  it("does not take the size of images for a box", async () => {
    const { rows, numericColumns } = await read("path,width,height\na.png,64,48\n");
    expect(rows[0]!.box).toBeUndefined();
    expect([...numericColumns.keys()]).toEqual(["width", "height"]);
  });
  it.each([
    ["a byte order mark and CRLF", "\ufefffile,label\r\na.png,red\r\n"],
    ["quotes", '"file","label"\n"a.png","red"\n'],
    ["semicolons", "file;label\na.png;red\n"],
    ["tabs", "file\tlabel\na.png\tred\n"],
    ["old Mac line ends", "file,label\ra.png,red\r"],
    ["blank lines and spaces", "\nfile , label\n\n  a.png , red \n\n"],
    ["UTF-16", Buffer.from("\ufefffile\tlabel\na.png\tred\n", "utf16le")],
  ])("reads %s", async (_, text) => {
    const { rows } = await read(text);
    expect(rows.map(({ file, label }) => [file, label])).toEqual([["a.png", "red"]]);
  });
  it("reads quoted separators, quotes and line breaks, and Windows-1252", async () => {
    const quoted = await read('file,label\n"a,b\nc.png","say ""red"""\n');
    expect(quoted.rows[0]).toMatchObject({ file: "a,b\nc.png", label: 'say "red"' });
    const windows = await read(Buffer.from("file,label\na.png,Z\xfcrich\n", "latin1"));
    expect(windows.rows[0]!.label).toBe("Zürich");
  });
  it("reads decimal commas only where they do not separate cells", async () => {
    const index = await read("file;size\na.png;1,5\nb.png;-2\n");
    expect(index.numericColumns.get("size")).toEqual(Float64Array.of(1.5, -2));
  });
  it("recognizes numeric columns with empty cells, and only those", async () => {
    const { numericColumns } = await read("file,a,b,c,d\n1.png,1e-3,,x,0x10\n2.png,nan,2,3,4\n");
    expect([...numericColumns]).toEqual([
      ["a", Float64Array.of(1e-3, Number.NaN)],
      ["b", Float64Array.of(Number.NaN, 2)],
    ]);
  });
  it("takes __proto__ for a name like any other", async () => {
    const index = await read("file,label,__proto__,constructor\n__proto__,__proto__,1,2\n");
    expect(index.rows[0]).toMatchObject({ file: "__proto__", label: "__proto__" });
    expect(index.numericColumns.get("__proto__")).toEqual(Float64Array.of(1));
    expect(matchCsvIndex(index, ["__proto__"]).rows).toHaveLength(1);
    expect(({} as Record<string, unknown>)["1"]).toBeUndefined();
  });
  it("lists rows with faults, by line", async () => {
    const text = [
      "file,label,z,x,y,width,height",
      ",red,,,,,",
      "a.png,red,,1,2,3,4,5",
      "b.png,red,,1,2,0,4",
      "c.png,red,,1,two,3,4",
      "d.png,red,-1,,,,",
      "e.png,red,,,,,",
      "e.png,blue,,,,,",
      "e.png,red,1,,,,",
      "f.png",
    ].join("\n");
    const { rows, faults } = await read(text);
    expect(rows.map(({ line, file }) => [line, file])).toEqual([
      [7, "e.png"],
      [9, "e.png"],
      [10, "f.png"],
    ]);
    expect(faults).toEqual([
      { line: 2, kind: "no-file", reason: "the row names no file." },
      { line: 3, kind: "cells", reason: "8 cells in 7 columns. Quote cells that contain commas." },
      { line: 4, kind: "box", reason: "the box must be four numbers with a positive size, got 1, 2, 0, 4." },
      {
        line: 5,
        kind: "box",
        reason: "the box must be four numbers with a positive size, got 1, two, 3, 4.",
      },
      { line: 6, kind: "position", reason: "z must be an integer from 0, got -1." },
      { line: 8, kind: "repeated", reason: "e.png is also in line 7, with the label red." },
    ]);
  });
  it("keeps names relative to the folder of the CSV file", async () => {
    const { rows } = await read(`file\n./a.png\nsub\\b.png\n${folder}/c.png\n../d.png\n`);
    expect(rows.map(({ file }) => file)).toEqual(["a.png", "sub/b.png", "c.png", "../d.png"]);
  });
  it("rejects what is no index, with a code", async () => {
    const codeOf = async (run: Promise<unknown>) => {
      const error = await run.catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(CsvIndexError);
      expect((error as Error).message).toContain("index.csv cannot be used as an index: ");
      return (error as CsvIndexError).code;
    };
    expect(await codeOf(readCsvIndex(path.join(folder, "index.csv")))).toBe("ERR_INDEX_UNREADABLE");
    await expect(readCsvIndex(path.join(folder, "missing.csv"))).rejects.toThrow(
      "missing.csv cannot be used as an index: the file does not exist. Check the path.",
    );
    expect(await codeOf(read(""))).toBe("ERR_INDEX_NO_ROWS");
    expect(await codeOf(read("file,label\n"))).toBe("ERR_INDEX_NO_ROWS");
    expect(await codeOf(read("name,label\na,b\n"))).toBe("ERR_INDEX_NO_FILE_COLUMN");
    expect(await codeOf(read("file,a,a\nx.png,1,2\n"))).toBe("ERR_INDEX_REPEATED_COLUMN");
    expect(await codeOf(read('file,label\n"a.png,b\n'))).toBe("ERR_INDEX_NOT_CSV");
  });
});

describe("matchCsvIndex", () => {
  it("matches composed and decomposed names, and lists what has no partner", async () => {
    const composed = "Zürich.png".normalize("NFC");
    const decomposed = "Zürich.png".normalize("NFD");
    const index = await read(`file,x\n${composed},1\n${"b".normalize("NFD")}.png,2\nmissing.png,3\n`);
    const { rows, withoutFile, withoutRow } = matchCsvIndex(index, [decomposed, "b.png", "extra.png"]);
    expect(rows.map(({ name }) => name)).toEqual([decomposed, "b.png"]);
    expect(withoutFile.map(({ line, file }) => [line, file])).toEqual([[4, "missing.png"]]);
    expect(withoutRow).toEqual(["extra.png"]);
  });
});
