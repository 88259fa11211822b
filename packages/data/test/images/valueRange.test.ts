import { describe, expect, it } from "vitest";
import { fromUnitRange, toUnitRange } from "../../src/index.ts";

describe("toUnitRange", () => {
  it("maps the ends of the range to -1 and 1 and its middle to 0", () => {
    expect([...toUnitRange({ data: Uint16Array.of(100, 200, 300) }, [100, 300])]).toEqual([-1, 0, 1]);
  });
  it("clamps what lies outside the range", () => {
    expect([...toUnitRange({ data: Uint8Array.of(0, 255) }, [10, 20])]).toEqual([-1, 1]);
  });
  it("gives the same values through its table as one by one", () => {
    const data = Uint8Array.from({ length: 600 }, (_, i) => i % 256);
    const long = toUnitRange({ data }, [0, 255]);
    const short = toUnitRange({ data: data.slice(0, 100) }, [0, 255]);
    expect(long.slice(0, 100)).toEqual(short);
    expect(long[51]).toBe(Math.fround((2 * 51) / 255 - 1));
  });
  it.each([[[5, 5]], [[6, 5]], [[0, Number.NaN]]] as const)("rejects the range %j", (range) => {
    expect(() => toUnitRange({ data: Uint8Array.of(1) }, [range[0], range[1]])).toThrow(RangeError);
  });
});

describe("fromUnitRange", () => {
  it("brings every 8-bit value back", () => {
    const data = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(fromUnitRange(toUnitRange({ data }, [0, 255]), [0, 255], "uint8")).toEqual(data);
  });
  it.each([[[0, 65535]], [[277, 44092]], [[104, 375]]] as const)(
    "brings every 16-bit value of the range %j back",
    (given) => {
      const range = [given[0], given[1]] as const;
      const data = Uint16Array.from({ length: range[1] - range[0] + 1 }, (_, i) => range[0] + i);
      expect(fromUnitRange(toUnitRange({ data }, range), range, "uint16")).toEqual(data);
    },
  );
  it("maps each of the interleaved channels by its range, and floats without rounding", () => {
    const ranges = [
      [-1.5, 0.5],
      [0, 4],
    ] as const;
    const data = Float32Array.of(-1.5, 1, 0, 3, 9, NaN);
    expect([...toUnitRange({ data }, ranges)]).toEqual([-1, -0.5, 0.5, 0.5, 1, -1]);
    expect([...fromUnitRange(Float32Array.of(0.5, 0.25), ranges, "float32")]).toEqual([0, 2.5]);
    expect([...fromUnitRange(Float32Array.of(-1, 1), [-300, 300], "int16")]).toEqual([-300, 300]);
  });
  it("clamps, and takes what is not a number for the smallest value", () => {
    const values = Float32Array.of(-3, 3, Number.NaN, Infinity, -Infinity);
    expect([...fromUnitRange(values, [10, 20])]).toEqual([10, 20, 10, 20, 10]);
  });
  it("rejects a range that the depth cannot hold, with the remedy", () => {
    expect(() => fromUnitRange(new Float32Array(1), [0, 300], "uint8")).toThrow(
      'fromUnitRange: range must lie in 0…255 for uint8, got [0, 300]. Pass "uint16", or [0, 255] to scale the image down.',
    );
    expect(() => fromUnitRange(new Float32Array(1), [-1, 65535], "uint16")).toThrow(RangeError);
  });
});
