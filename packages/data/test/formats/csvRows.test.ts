import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { csvRows, readCsv } from "../../src/formats/csvRows.ts";

test("csvRows reads quoted commas, quotes and line ends", () => {
  expect(csvRows('\uFEFFfile, source ,"a ""b"", c"\r\n1.png,,"two\nlines"\n"x, y" ,z')).toEqual([
    ["file", "source", 'a "b", c'],
    ["1.png", "", "two\nlines"],
    ["x, y", "z"],
  ]);
  expect(csvRows("a,b\n\n1,\n")).toEqual([
    ["a", "b"],
    ["1", ""],
  ]);
  // A quote inside of a cell is a character, and rows may be short.
  expect(csvRows('a,5" disk\nb')).toEqual([["a", '5" disk'], ["b"]]);
});

test("readCsv names a file that is not CSV, and gives nothing where there is none", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "cellgen-csv-"));
  const file = path.join(folder, "index.csv");
  expect(await readCsv(file)).toBeUndefined();
  await writeFile(file, 'file,source\n"a.png,x\n');
  await expect(readCsv(file)).rejects.toThrow(/index\.csv cannot be read as CSV: .+\. Correct the file\.$/);
  await rm(folder, { recursive: true });
});
