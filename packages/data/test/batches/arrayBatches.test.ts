import { describe, expect, it } from "vitest";
import { arrayBatches, type CellImage, stackImages } from "../../src/index.ts";

const SIZE = 4;
/** Image k is filled with the value k, so that a batch tells which images it holds. */
const set = (count: number) => ({
  data: Float32Array.from({ length: count * SIZE * SIZE }, (_, i) => Math.floor(i / (SIZE * SIZE)) / 100),
  height: SIZE,
  width: SIZE,
  channels: 1,
  labels: Array.from({ length: count }, (_, i) => i % 2),
  classes: ["even", "odd"],
});
const members = async (source: ReturnType<typeof arrayBatches>, step: number): Promise<number[]> => {
  const { xStart } = await source.batch(step);
  return Array.from({ length: source.batchSize }, (_, i) => Math.round(xStart[i * SIZE * SIZE]! * 100));
};

describe("arrayBatches", () => {
  it("shows every image once an epoch, also where batches lie across its end", async () => {
    const source = arrayBatches(set(10), { batchSize: 4, seed: 1 });
    const seen: number[] = [];
    for (let step = 0; step < 5; step++) seen.push(...(await members(source, step)));
    const sorted = (values: number[]): number[] => [...values].sort((a, b) => a - b);
    const all = Array.from({ length: 10 }, (_, i) => i);
    expect(sorted(seen.slice(0, 10))).toEqual(all);
    expect(sorted(seen.slice(10, 20))).toEqual(all);
    expect(seen.slice(0, 10)).not.toEqual(seen.slice(10, 20));
  });
  it("is a pure function of seed and step, whatever was asked before", async () => {
    const options = { batchSize: 3, seed: 7, augmentation: "d4" } as const;
    const source = arrayBatches(set(8), options);
    const forwards = [];
    for (let step = 0; step < 9; step++) forwards.push(await source.batch(step));
    const other = arrayBatches(set(8), options);
    for (let step = 8; step >= 0; step--) expect(await other.batch(step)).toEqual(forwards[step]);
  });
  it("sees the same sequence of images in batches of any size", async () => {
    const small = arrayBatches(set(10), { batchSize: 2, seed: 3 });
    const large = arrayBatches(set(10), { batchSize: 6, seed: 3 });
    const halves = [...(await members(small, 0)), ...(await members(small, 1)), ...(await members(small, 2))];
    expect(await members(large, 0)).toEqual(halves);
  });
  it("orders the images otherwise for another seed", async () => {
    const one = arrayBatches(set(50), { batchSize: 50, seed: 1 });
    const two = arrayBatches(set(50), { batchSize: 50, seed: 2 });
    expect(await members(one, 0)).not.toEqual(await members(two, 0));
  });
  it("gives each image its label", async () => {
    const source = arrayBatches(set(10), { batchSize: 10, seed: 0 });
    const { labels } = await source.batch(0);
    expect([...labels]).toEqual((await members(source, 0)).map((k) => k % 2));
  });
  it("serves batches that are larger than the set", async () => {
    const source = arrayBatches(set(3), { batchSize: 7, seed: 0 });
    expect((await members(source, 0)).length).toBe(7);
  });
  it("turns pixel values into [-1, 1] with the range given", async () => {
    const data = Uint16Array.of(100, 200, 300, 300);
    const source = arrayBatches(
      { data, height: 2, width: 2, channels: 1 },
      { batchSize: 1, seed: 0, range: [100, 300] },
    );
    expect([...(await source.batch(0)).xStart]).toEqual([-1, 0, 1, 1]);
    expect([...(await source.batch(0)).labels]).toEqual([0]);
  });
  it("gives arrays that the caller may write to", async () => {
    const source = arrayBatches(set(2), { batchSize: 2, seed: 0 });
    const first = await source.batch(0);
    const copy = first.xStart.slice();
    first.xStart.fill(9);
    expect((await source.batch(0)).xStart).toEqual(copy);
  });
  it("gives nothing after close", async () => {
    const source = arrayBatches(set(2), { batchSize: 2, seed: 0 });
    await source.close();
    await expect(source.batch(0)).rejects.toThrow("the source is closed");
  });
  it.each([
    [{ batchSize: 0, seed: 0 }, "batchSize must be a positive integer, got 0"],
    [{ batchSize: 1, seed: -1 }, "seed must be an integer from 0 to 2^53-1, got -1"],
    [{ batchSize: 1, seed: 0, augmentation: "x" as "d4" }, 'got "x"'],
  ])("rejects the options %j", (options, message) => {
    expect(() => arrayBatches(set(2), options)).toThrow(message);
  });
  it("rejects a step that is not one", async () => {
    await expect(arrayBatches(set(2), { batchSize: 1, seed: 0 }).batch(-1)).rejects.toThrow(
      "batch: step must be an integer of at least 0, got -1.",
    );
  });
  it("rejects data that is no whole number of images, and labels without a class", () => {
    const options = { batchSize: 1, seed: 0 };
    expect(() => arrayBatches({ ...set(2), data: new Float32Array(17) }, options)).toThrow("got 17 values");
    expect(() => arrayBatches({ ...set(2), labels: [0] }, options)).toThrow(
      "one for each of 2 images, got 1",
    );
    expect(() => arrayBatches({ ...set(2), labels: [0, 2] }, options)).toThrow("got 2 for image 1");
  });
});

describe("stackImages", () => {
  const image = (value: number, channels: 1 | 3 = 1): CellImage => ({
    width: 2,
    height: 1,
    channels,
    data: new Uint8Array(2 * channels).fill(value),
  });
  it("puts the images one after another", () => {
    const stack = stackImages([image(1), image(2)], [0, 1], ["a", "b"]);
    expect([...stack.data]).toEqual([1, 1, 2, 2]);
    expect(stack.classes).toEqual(["a", "b"]);
  });
  it("names the image that differs from the first", () => {
    expect(() => stackImages([image(1), image(2, 3)])).toThrow(
      "image 1 must be 2x1x1 of uint8 like the first",
    );
    expect(() => stackImages([])).toThrow(RangeError);
  });
});
