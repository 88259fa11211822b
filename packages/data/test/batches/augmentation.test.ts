import { randomStream } from "@cellgen/random";
import { describe, expect, test } from "vitest";
import { resolveAugmentation } from "../../src/batches/augmentation.ts";
import { randomAugmentation } from "../../src/batches/randomAugmentation.ts";
import {
  type Augmentation,
  arrayBatches,
  augment,
  drawSymmetry,
  parseAugmentation,
} from "../../src/index.ts";

const shape = [6, 6, 1] as const;
const values = Float32Array.from({ length: 36 }, (_, i) => Math.cos(i) * 0.9);
const changed = (
  augmentation: Augmentation,
  image = 0,
  step = 0,
  of = shape as readonly [number, number, number],
) => randomAugmentation(values, of, resolveAugmentation("test", augmentation), { seed: 3, step, image });

describe("parseAugmentation", () => {
  test("accepts symmetries, and lists of changes with or without values", () => {
    expect(parseAugmentation("none")).toBe("none");
    expect(parseAugmentation("d4")).toBe("d4");
    expect(parseAugmentation("d4,shift,rotate=10,p=.5")).toEqual({
      symmetry: "d4",
      shift: 0.1,
      rotate: 10,
      p: 0.5,
    });
    expect(parseAugmentation("c4,shift=0.05")).toEqual({ symmetry: "c4", shift: 0.05 });
    expect(parseAugmentation("scale,intensity=0.2")).toEqual({ scale: 0.1, intensity: 0.2 });
  });
  test.each([
    "",
    "d5",
    "d4,flip",
    "c4,d4",
    "shift,shift",
    "shift=2",
    "rotate=-1",
    "p",
    "p=1.1",
    "d4=1",
    "none,shift",
    "__proto__",
  ])("rejects %j", (text) => {
    expect(parseAugmentation(text)).toBeUndefined();
  });
});

test("symmetries are those of the stream of the step and the image, as without other changes", () => {
  for (let image = 0; image < 20; image++) {
    const symmetry = drawSymmetry("d4", randomStream(3, "augment", 7, image));
    expect(changed("d4", image, 7)).toEqual(augment(values, shape, symmetry));
  }
  expect(changed("none")).toBe(values);
  expect(changed({ symmetry: "d4", shift: 0.2, rotate: 9, scale: 0.1, intensity: 0.1, p: 0 }, 5)).toEqual(
    changed("d4", 5),
  );
});

test("images that are not square keep their shape: four symmetries, each equally likely", () => {
  const wide = [4, 9, 1] as const;
  const counts = new Map<string, number>();
  for (let image = 0; image < 2000; image++) {
    const key = changed("d4", image, 0, wide).join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const four = ([0, 2, 4, 6] as const).map((symmetry) => augment(values, wide, symmetry).join());
  expect([...counts.keys()].sort()).toEqual(four.sort());
  // Four standard deviations.
  for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(4 * Math.sqrt(375));
});

test("changes are functions of seed, step and image, within [-1, 1], and applied with probability p", () => {
  const options = { rotate: 20, scale: 0.2, shift: 0.2, intensity: 0.5, p: 0.5 };
  let unchanged = 0;
  for (let image = 0; image < 1000; image++) {
    const out = changed(options, image);
    expect(changed(options, image)).toEqual(out);
    expect(out.every((value) => value >= -1 && value <= 1)).toBe(true);
    if (out === values) unchanged++;
  }
  // No change of four: 1/16.
  expect(Math.abs(unchanged - 62.5)).toBeLessThan(4 * Math.sqrt(1000 * (1 / 16) * (15 / 16)));
  expect(changed(options, 0)).not.toEqual(changed(options, 0, 1));
});

test("shifts without rotation or scaling copy values, and intensity keeps their order", () => {
  const known = new Set(values);
  for (let image = 0; image < 50; image++) {
    expect(changed({ shift: 0.4 }, image).every((value) => known.has(value))).toBe(true);
    const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
    const out = changed({ intensity: 0.3 }, image);
    for (let i = 1; i < order.length; i++)
      expect(out[order[i]!]!).toBeGreaterThanOrEqual(out[order[i - 1]!]!);
  }
});

test("batches accept all options, and reject values out of range", async () => {
  const images = { data: values, height: 6, width: 6, channels: 1 };
  const batches = arrayBatches(images, {
    batchSize: 2,
    seed: 3,
    augmentation: { symmetry: "d4", shift: 0.1 },
  });
  const { xStart } = await batches.batch(4);
  expect(xStart.subarray(36)).toEqual(changed({ symmetry: "d4", shift: 0.1 }, 1, 4));
  for (const augmentation of [
    { shift: 0.6 },
    { rotate: -1 },
    { p: Number.NaN },
    { symmetry: "d8" as "d4" },
  ]) {
    expect(() => arrayBatches(images, { batchSize: 1, seed: 0, augmentation })).toThrow(RangeError);
  }
});
