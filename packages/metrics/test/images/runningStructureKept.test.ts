import { expect, test } from "vitest";
import { type MeasuredImage, runningStructureKept, structureKept } from "../../src/index.ts";

/** A gray image of 12x12 with a bright square at a place. */
function square(left: number, top: number) {
  const values = Float32Array.from({ length: 144 }, (_, i) => {
    const [x, y] = [(i % 12) - left, Math.floor(i / 12) - top];
    return x >= 0 && x < 4 && y >= 0 && y < 4 ? 0.8 : -0.5;
  });
  return { height: 12, width: 12, channels: 1, values } as const;
}

function scoresOf(pairs: readonly { readonly before: MeasuredImage; readonly after: MeasuredImage }[]) {
  const running = runningStructureKept();
  for (const { before, after } of pairs) running.add(before, after);
  return running.scores();
}

const [a, b] = [square(1, 1), square(7, 7)];

test("runningStructureKept gives the means, and those between unrelated images", () => {
  const { mean, unrelated, likeness } = scoresOf([
    { before: a, after: a },
    { before: b, after: square(7, 6) },
  ]);
  const [same, moved] = [structureKept(a, a), structureKept(b, square(7, 6))];
  expect(mean.edges).toBeCloseTo((same.edges! + moved.edges!) / 2, 12);
  expect(mean.ssim).toBeCloseTo((same.ssim! + moved.ssim!) / 2, 12);
  expect(unrelated!.edges).toBeCloseTo(
    (structureKept(a, square(7, 6)).edges! + structureKept(b, a).edges!) / 2,
    12,
  );
  expect(likeness).toBeCloseTo(structureKept(a, b).edges!, 12);
  expect(likeness).toBeLessThan(0.2);
});

test("runningStructureKept has no unrelated images among frames of one scene, nor for a single image", () => {
  const frames = scoresOf([
    { before: a, after: b },
    { before: a, after: b },
  ]);
  expect(frames.unrelated).toBeUndefined();
  expect(frames.likeness).toBeCloseTo(1, 12);
  expect(scoresOf([{ before: a, after: a }])).toMatchObject({ unrelated: {}, likeness: 0 });
});

test("runningStructureKept leaves out scores that no image has", () => {
  const flat = { ...a, values: new Float32Array(144) };
  expect(scoresOf([{ before: flat, after: flat }]).mean).not.toHaveProperty("edges");
});

test("runningStructureKept takes scores already computed, and gives those of the images added so far", () => {
  const running = runningStructureKept();
  running.add(a, a, { edges: 0.5 });
  expect(running.scores()).toEqual({ mean: { edges: 0.5 }, unrelated: {}, likeness: 0 });
  running.add(b, b, { edges: 0.25 });
  expect(running.scores().mean).toEqual({ edges: 0.375 });
  expect(running.scores()).toEqual(running.scores());
});
