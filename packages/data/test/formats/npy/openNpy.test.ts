import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeNpyHeader } from "../../../src/formats/npy/npyHeader.ts";
import { openNpy, UnreadableImageError } from "../../../src/node.ts";
import { put, temporaryFolder } from "../../imageFiles.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/npy/", import.meta.url));
const expected: Record<string, { axes: [number, number, number, number]; values: (number | string)[] }> =
  JSON.parse(await readFile(path.join(fixtures, "expected.json"), "utf8"));
const arrays = Object.keys(expected).filter((name) => name.endsWith(".npy"));

/** Values as in expected.json. */
const asNumbers = (values: readonly (number | string)[]): number[] =>
  values.map((value) => (value === "nan" ? Number.NaN : Number(String(value).replace("inf", "Infinity"))));

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

describe("openNpy", () => {
  it.each(arrays)("reads every value of %s that NumPy wrote", async (name) => {
    const source = await openNpy(path.join(fixtures, name));
    const { axes, values } = expected[name]!;
    expect([source.images, source.height, source.width, source.channels]).toEqual(axes);
    const read: number[] = [];
    for (let image = 0; image < source.images; image++) read.push(...(await source.read({ image })).data);
    expect(read).toEqual(asNumbers(values));
    await source.close();
  });
  it("keeps the type, and widens half precision and booleans", async () => {
    const typeOf = async (name: string) => {
      const source = await openNpy(path.join(fixtures, name));
      await source.close();
      return source.pixelType;
    };
    expect(await typeOf("u2-big.npy")).toBe("uint16");
    expect(await typeOf("i4-little.npy")).toBe("int32");
    expect(await typeOf("f2-little.npy")).toBe("float32");
    expect(await typeOf("f8-big.npy")).toBe("float64");
    expect(await typeOf("b1-little.npy")).toBe("uint8");
  });
  it.each(["nhwc.npy", "fortran.npy"])("reads a window and chosen channels of %s", async (name) => {
    const source = await openNpy(path.join(fixtures, name));
    const whole = await source.read({ image: 2 });
    const part = await source.read({
      image: 2,
      channels: [1],
      window: { left: 1, top: 2, width: 2, height: 3 },
    });
    const wanted = [2, 3, 4].flatMap((y) => [1, 2].map((x) => whole.data[(y * 4 + x) * 2 + 1]));
    expect([part.width, part.height, part.channels]).toEqual([2, 3, 1]);
    expect([...part.data]).toEqual(wanted);
    expect((await source.read({ channels: [1, 0] })).data[0]).toBe((await source.read()).data[1]);
    await source.close();
  });
  it("rejects positions and windows outside the array as the caller's error", async () => {
    const source = await openNpy(path.join(fixtures, "nhwc.npy"));
    await expect(source.read({ image: 3 })).rejects.toThrow(
      "openNpy.read: image must be an integer from 0 to 2, got 3.",
    );
    await expect(source.read({ channels: [2] })).rejects.toThrow(RangeError);
    await expect(source.read({ window: { left: 3, top: 0, width: 2, height: 1 } })).rejects.toThrow(
      "window must lie inside the image of 4x5, got 2x1 at 3,0.",
    );
    await source.close();
  });
  it.each([
    ["object.npy", /Python objects \(pickled\)\. Save numbers/],
    ["record.npy", /records \(structured type\)\. Save one of its fields/],
    ["int64.npy", /64-bit integers \(<i8\)\. Save it in a smaller type/],
    ["complex.npy", /the type "<c8"/],
    ["text.npy", /the type "<U1"/],
    ["line.npy", /shape \(9\)/],
    ["scalar.npy", /shape \(\)/],
    ["empty.npy", /without pixels, of shape \(0, 4, 4\)/],
    ["volumes.npy", /shape \(2, 3, 9, 9\)\. The last axis must be the channels/],
  ])("refuses %s with the reason and the remedy", async (name, message) => {
    const error = await openNpy(path.join(fixtures, name)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnreadableImageError);
    expect((error as UnreadableImageError).path).toBe(path.join(fixtures, name));
    expect((error as Error).message).toMatch(message);
  });
  it("refuses damaged headers", async () => {
    const refuse = async (bytes: Uint8Array | string, message: RegExp) => {
      const file = await put(folder, "a.npy", bytes);
      const error = await openNpy(file).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(UnreadableImageError);
      expect((error as Error).message).toMatch(message);
    };
    const withText = (text: string): Buffer => {
      const head = Buffer.from("\x93NUMPY\x01\x00\x00\x00", "latin1");
      head.writeUInt16LE(text.length, 8);
      return Buffer.concat([head, Buffer.from(text, "latin1"), Buffer.alloc(100)]);
    };
    await refuse("", /an empty file/);
    await refuse("\x93NUM", /truncated/);
    await refuse("these are no pixels", /not a \.npy array/);
    await refuse(withText("{'descr': '<u2', 'fortran_order': False}"), /must have descr/);
    await refuse(withText("{'descr': '<u2', 'descr': '<u2', 'shape': (2, 2), }"), /twice/);
    await refuse(
      withText("{'descr': '<u2', 'fortran_order': exit(), 'shape': (2, 2), }"),
      /not a Python dict/,
    );
    await refuse(
      withText("{'descr': '<u2', 'fortran_order': False, 'shape': (-2, 2), }"),
      /not a Python dict/,
    );
    await refuse(withText("{'descr': '<u2', 'fortran_order': False, 'shape': (2, 2), } + x"), /not a Python/);
    await refuse(
      withText("{'__proto__': '<u2', 'fortran_order': False, 'shape': (2, 2), }"),
      /must have descr/,
    );
    await refuse(
      withText("{'descr': '<u2', 'fortran_order': False, 'shape': (99999999999999999999, 2), }"),
      /shape has the side/,
    );
    await refuse(encodeNpyHeader("<u2", [200_000, 200_000]), /80000000000 bytes shorter than its header/);
    await refuse(encodeNpyHeader("<u2", [2 ** 50, 2 ** 50, 9, 8]), /shorter than its header/);
    await refuse(
      Buffer.from("\x93NUMPY\x02\x00\xff\xff\xff\x7f", "latin1"),
      /header has 2147483647 bytes|truncated/,
    );
    await refuse(Buffer.from("\x93NUMPY\x09\x00\x00\x00", "latin1"), /version 9/);
  });
  it("notes bytes after the array, and limits the pixels of a window", async () => {
    const file = path.join(folder, "a.npy");
    await writeFile(file, Buffer.concat([encodeNpyHeader("|u1", [10, 10]), Buffer.alloc(103)]));
    const source = await openNpy(file, { limitInputPixels: 50 });
    expect(source.notes).toEqual(["The file has 3 bytes after the array, which are ignored."]);
    await expect(source.read()).rejects.toThrow("too large: 10x10 exceeds the limit of 50 pixels");
    const half = await source.read({ window: { left: 0, top: 0, width: 10, height: 5 } });
    expect(half.data).toHaveLength(50);
    await source.close();
  });
  it("names a missing file and a folder", async () => {
    await expect(openNpy(path.join(folder, "none.npy"))).rejects.toThrow("the file does not exist");
    await expect(openNpy(folder)).rejects.toThrow(UnreadableImageError);
  });
});
