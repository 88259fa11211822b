import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { synthesizeCell } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { run } from "../../src/program.ts";
import { testIo } from "../testIo.ts";
import { writeTestModel } from "../testModel.ts";

/** Paths of the files that were opened, and the number of PNG files that were decoded. */
const { opened, decoded } = vi.hoisted(() => ({ opened: [] as string[], decoded: { count: 0 } }));

vi.mock("node:fs/promises", async (original) => {
  const fs = await original<typeof import("node:fs/promises")>();
  const counted =
    <Args extends unknown[], Result>(read: (...args: Args) => Result) =>
    (...args: Args): Result => {
      opened.push(String(args[0]));
      return read(...args);
    };
  return { ...fs, open: counted(fs.open), readFile: counted(fs.readFile) };
});

// Small PNG files are read synchronously, and decoded without sharp.
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const openSync: typeof fs.openSync = (...args) => {
    opened.push(String(args[0]));
    return fs.openSync(...args);
  };
  return { ...fs, openSync };
});

vi.mock("node:zlib", async (original) => {
  const zlib = await original<typeof import("node:zlib")>();
  const inflateSync: typeof zlib.inflateSync = (...args) => {
    decoded.count++;
    return zlib.inflateSync(...args);
  };
  // Versions of Node.js without Zstandard lack this export, which a mock must have.
  return { zstdDecompress: undefined, ...zlib, inflateSync };
});

vi.mock("sharp", async (original) => {
  const { default: sharp } = await original<{ default: (input?: unknown, options?: unknown) => unknown }>();
  const counted = (input?: unknown, options?: unknown): unknown => {
    if (typeof input === "string") opened.push(input);
    if (input instanceof Uint8Array && Buffer.from(input.subarray(1, 4)).toString() === "PNG")
      decoded.count++;
    return sharp(input, options);
  };
  return { default: Object.assign(counted, sharp) };
});

const names = ["a.png", "b.png", "c.png"];
let folder: string;
const at = (...parts: string[]): string => path.join(folder, ...parts);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-decoded-"));
  await writeTestModel(at("model"));
  for (const kind of ["cells", "clean", "masks"]) await mkdir(at(kind));
  for (const [index, name] of names.entries()) {
    const { image } = synthesizeCell("smear", { size: 16, seed: 0, index });
    await writePng(at("cells", name), image);
    await writePng(at("clean", name), image);
    const data = new Uint8Array(256).fill(255, 100, 110);
    await writePng(at("masks", name), { width: 16, height: 16, channels: 1, data });
  }
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  opened.length = 0;
  decoded.count = 0;
});

test.each<[string, readonly string[], readonly string[]]>([
  ["denoise", ["--input", "@cells", "--reference", "@clean", "--noise", "9"], ["cells", "clean"]],
  [
    "inpaint",
    ["--input", "@cells", "--mask", "@masks", "--preset", "fast", "--samples", "1"],
    ["cells", "masks"],
  ],
  ["translate", ["--input", "@cells", "--to", "white", "--from", "red", "--steps", "2"], ["cells"]],
  ["interpolate", ["--images", "@cells/a.png,@cells/b.png", "--class", "white", "--steps", "2"], ["cells"]],
])("cellgen %s reads the header and the pixels of each file once", async (command, flags, folders) => {
  const io = testIo();
  const given = flags.map((flag) => flag.replaceAll("@", `${folder}/`));
  const code = await run(
    [command, ...given, "--model", at("model"), "--out", at(command), "--threads", "1"],
    io,
  );
  expect(io.err()).not.toMatch(/^cellgen: /m);
  expect(code).toBe(0);
  const read = command === "interpolate" ? names.slice(0, 2) : names;
  for (const kind of folders) {
    for (const name of read) {
      // First the header, to list the images of the file, then the pixels.
      expect(
        opened.filter((file) => file === at(kind, name)),
        `${kind}/${name}`,
      ).toHaveLength(2);
    }
  }
  expect(decoded.count).toBe(folders.length * read.length);
});
