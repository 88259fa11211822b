import { expect, it, vi } from "vitest";
import { flatMemory } from "../../src/fit/flatMemory.ts";

const shapes = { first: [3], second: [2, 9], third: [] };

it("every tensor of every region begins at a multiple of 64 bytes, in the order of the shapes", () => {
  const memory = flatMemory(shapes);
  expect(memory.length).toBe(16 + 32 + 16);
  for (const { byteOffset, values, tensors } of Object.values(memory.regions)) {
    expect(values.byteOffset).toBe(byteOffset);
    expect(values.length).toBe(memory.length);
    expect(Object.entries(tensors).map(([name, { length }]) => [name, length])).toEqual([
      ["first", 3],
      ["second", 18],
      ["third", 1],
    ]);
    expect(Object.values(tensors).map((tensor) => tensor.byteOffset - byteOffset)).toEqual([0, 64, 192]);
    expect(byteOffset % 64).toBe(0);
  }
});

it("regions follow each other without overlap", () => {
  const { regions, length } = flatMemory(shapes);
  const offsets = Object.values(regions).map(({ byteOffset }) => byteOffset);
  expect(offsets).toEqual([0, 1, 2, 3, 4].map((index) => index * length * 4));
});

it("tensors are views of the memory", () => {
  const { memory, regions } = flatMemory(shapes);
  regions.ema.tensors["second"]!.fill(2);
  expect(new Float32Array(memory.buffer).reduce((sum, value) => sum + value)).toBe(36);
  expect(regions.ema.values.subarray(16, 34)).toEqual(regions.ema.tensors["second"]);
});

it("rejects no parameters, and more than a memory holds", () => {
  expect(() => flatMemory({})).toThrow(
    new RangeError("flatMemory: shapes must name at least one parameter, got none."),
  );
  expect(() => flatMemory({ huge: [2 ** 14, 2 ** 14] })).toThrow(
    /flatMemory: shapes must have at most 214748364 numbers, got 268435456/,
  );
});

it("reports the size of the memory that cannot be allocated", () => {
  const cause = new RangeError("WebAssembly.Memory(): could not allocate memory");
  const none = class {
    constructor() {
      throw cause;
    }
  };
  const memory = vi.spyOn(WebAssembly, "Memory").mockImplementation(none as never);
  expect(() => flatMemory({ weights: [50_000_000] })).toThrow(
    "flatMemory: cannot allocate 1.0 GB for the parameters and their training state. Close other programs, or use a smaller network.",
  );
  memory.mockRestore();
});
