import { describe, expect, it } from "vitest";
import { type ImageSet, memorisation } from "../../src/index.ts";
import { selectImages } from "../../src/measures/imageSet.ts";
import { nearestImages } from "../../src/measures/nearestImages.ts";
import { discsAndRings } from "../tinySets.ts";

const training = discsAndRings(120, 1);
const heldOut = discsAndRings(60, 2);

/** Each image turned by a quarter. */
function turned(images: ImageSet): ImageSet {
  const values = images.values.map((_, i) => {
    const [image, y, x] = [Math.floor(i / 256), Math.floor(i / 16) % 16, i % 16];
    return images.values[image * 256 + x * 16 + (15 - y)]!;
  });
  return { ...images, values };
}

describe("memorisation", () => {
  it("finds copies, also turned ones, and whose they are", async () => {
    const some = selectImages(training, [5, 17, 80, 81, 33]);
    const result = await memorisation(turned(some), training, heldOut);
    expect(result.worst.map(({ training: index }) => index).sort((a, b) => a - b)).toEqual([
      5, 17, 33, 80, 81,
    ]);
    expect(result.copies).toMatchObject({
      value: 1,
      n: 5,
      reference: 120,
      realBaseline: { value: 0, n: 60 },
    });
    expect(result.distance.value).toBe(0);
    expect(result.closerThanHeldOut.value).toBe(1);
  });

  it("finds none among new images of the same kind", async () => {
    const { copies, relativeDistance, closerThanHeldOut, worst } = await memorisation(
      discsAndRings(60, 3),
      training,
      heldOut,
      { pairs: 2 },
    );
    expect(copies.value).toBe(0);
    expect(closerThanHeldOut.realBaseline.value).toBe(0.05);
    expect(closerThanHeldOut.value).toBeLessThan(0.15);
    expect(Math.abs(relativeDistance.value / relativeDistance.realBaseline.value - 1)).toBeLessThan(0.2);
    expect(worst).toHaveLength(2);
    expect(worst[0]!.relative).toBeLessThanOrEqual(worst[1]!.relative);
  });

  it("finds the nearest of all eight symmetries as comparing each with each does", async () => {
    const few = selectImages(
      training,
      Array.from({ length: 20 }, (_, i) => i),
    );
    const [query] = await nearestImages(selectImages(heldOut, [7]), few);
    let views = selectImages(heldOut, [7]);
    const distances = Array.from({ length: 20 }, () => Number.POSITIVE_INFINITY);
    for (let view = 0; view < 8; view++) {
      if (view === 4) {
        const mirrored = views.values.map((_, i) => views.values[i - (i % 16) + 15 - (i % 16)]!);
        views = { ...views, values: mirrored };
      }
      for (let reference = 0; reference < 20; reference++) {
        const square = views.values.reduce(
          (sum, value, i) => sum + (value - few.values[reference * 256 + i]!) ** 2,
          0,
        );
        distances[reference] = Math.min(distances[reference]!, Math.sqrt(square / 256));
      }
      views = turned(views);
    }
    const sorted = distances.toSorted((a, b) => a - b);
    expect(query!.training).toBe(distances.indexOf(sorted[0]!));
    expect(query!.distance).toBeCloseTo(sorted[0]!, 5);
    expect(query!.relative).toBeCloseTo((20 * sorted[0]!) / sorted.reduce((sum, value) => sum + value, 0), 5);
  });

  it("rejects sets of another size, and ends with the signal", async () => {
    await expect(memorisation({ ...heldOut, height: 8, width: 32 }, training, heldOut)).rejects.toThrow(
      "memorisation: generated must be images of [16,16,1], got [8,32,1].",
    );
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(memorisation(heldOut, training, heldOut, { signal })).rejects.toThrow("enough");
  });
});
