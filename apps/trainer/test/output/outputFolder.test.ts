import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { asUnprivilegedUser } from "../../../../test/asUnprivilegedUser.ts";
import { openOutputFolder } from "../../src/output/outputFolder.ts";
import { repeatCommand } from "../../src/output/writeResult.ts";

let root: string;
let out: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "cellgen-results-"));
  out = path.join(root, "out");
});
afterEach(() => rm(root, { recursive: true }));

const rules = { command: "inpaint", contents: "results of cellgen inpaint", record: "inpaint.json" };
const open = (force = false) => openOutputFolder({ ...rules, out, force });
const names = async () => (await readdir(out, { recursive: true })).sort();
const record = async () => JSON.parse(await readFile(path.join(out, "inpaint.json"), "utf8"));

test("files are written in subfolders, and the record names those that are there", async () => {
  const folder = await open();
  await folder.begin(["images/a/1.png", "images/2.png", "report.html"]);
  expect(await record()).toMatchObject({
    finished: false,
    files: ["images/a/1.png", "images/2.png", "report.html"],
  });
  await folder.write("images/a/1.png", new Uint8Array([1]));
  await folder.finish({ seed: 3 });
  expect(await record()).toMatchObject({
    command: "inpaint",
    finished: true,
    seed: 3,
    files: ["images/a/1.png", "inpaint.json"],
  });
  expect(await names()).toEqual(["images", "images/a", "images/a/1.png", "inpaint.json"]);
});

test("a result is replaced with --force alone, and by its own files alone", async () => {
  const first = await open();
  await first.begin(["images/a/1.png"]);
  await first.write("images/a/1.png", "one");
  await first.finish({});
  await expect(open()).rejects.toThrow(
    /already contains results of cellgen inpaint \(images\/a\/1\.png\)\. Replace them with --force, or choose another/,
  );
  const second = await open(true);
  expect(await names()).toContain("images/a/1.png");
  await second.begin([]);
  expect(await names()).toEqual(["inpaint.json"]);
});

test("what a killed program left can be replaced too", async () => {
  const killed = await open();
  await killed.begin(["images/1.png", "images/2.png"]);
  await killed.write("images/1.png", "one");
  await (await open(true)).begin([]);
  expect(await names()).toEqual(["inpaint.json"]);
});

test("refuses a folder with other files, with and without --force, and lets hidden ones be", async () => {
  await mkdir(path.join(out, "mine"), { recursive: true });
  await writeFile(path.join(out, ".DS_Store"), "");
  await open();
  await writeFile(path.join(out, "mine", "cell.png"), "");
  for (const force of [false, true]) {
    await expect(open(force)).rejects.toThrow(
      /contains files other than results of cellgen inpaint \(mine\/cell\.png\)\. Choose an empty or new folder\./,
    );
  }
});

test.skipIf(!existsSync("/proc/self"))("refuses a place where nothing can be made, at once", async () => {
  await expect(openOutputFolder({ ...rules, out: "/proc/a/b", force: false })).rejects.toThrow(
    /^--out .*\/proc\/a\/b cannot be written: no folder can be created in .*\/proc\. Choose another --out\.$/,
  );
});

test.skipIf(process.platform === "win32")(
  "refuses a place without permission to write, at once",
  async () => {
    await chmod(root, 0o555);
    await expect(asUnprivilegedUser(() => open())).rejects.toThrow(
      /^--out .*out cannot be written: no permission to write in .+\. Choose another --out\.$/,
    );
    await chmod(root, 0o700);
  },
);

test("looking whether a folder can be written leaves nothing", async () => {
  await open();
  expect(await readdir(root)).toEqual([]);
});

test("a record that names files outside of the folder is not believed", async () => {
  await writeFile(path.join(root, "mine.png"), "");
  await mkdir(out);
  await writeFile(
    path.join(out, "inpaint.json"),
    JSON.stringify({ files: ["../mine.png", "/etc/x", "a/../../b"] }),
  );
  await (await open(true)).begin([]);
  expect(await readdir(root)).toContain("mine.png");
});

test("refuses to write into what is read", async () => {
  for (const place of [root, out]) {
    await expect(
      openOutputFolder({ ...rules, out, force: true, reads: { "--input": [place].flat() } }),
    ).rejects.toThrow(/is in --input .*Choose an --out outside of it/);
  }
});

test("refuses to remove what is read with earlier results", async () => {
  const first = await open();
  await first.begin(["images/1.png"]);
  await first.write("images/1.png", "one");
  await first.finish({});
  const image = path.join(out, "images", "1.png");
  for (const place of [path.join(out, "images"), ["elsewhere.png", image]]) {
    await expect(
      openOutputFolder({ ...rules, out, force: true, reads: { "--input": [place].flat() } }),
    ).rejects.toThrow(/^--input .*images.* is in --out .*out, whose earlier .* Choose another --out\.$/);
  }
  const beside = path.join(root, "..cells");
  await openOutputFolder({ ...rules, out, force: true, reads: { "--input": [beside] } });
  expect(await names()).toContain("images/1.png");
});

test("the command to repeat a result says every setting, as a shell reads it", () => {
  const settings = {
    model: "my model",
    out: "o",
    count: 3,
    share: false,
    force: true,
    size: undefined,
    perClass: "a",
  };
  expect(repeatCommand("inpaint", settings)).toMatch(
    / inpaint --model 'my model' --out o-again --count 3 --no-share --force --per-class a$/,
  );
});
