import { expect, test } from "vitest";
import { type DenoiseChecks, denoiseNotes, denoiseWarnings } from "../../src/denoise/denoiseWarnings.ts";
import { looksClean } from "../../src/denoise/looksClean.ts";

const same = (values: Float64Array): Float64Array => values;
const scale = { to: same, back: same, ranges: [[0, 255]], photon: undefined, notes: [] } as const;
const residual = {
  mean: 0,
  std: 1,
  expected: 1,
  structure: 1,
  warnings: [{ code: "residual-too-weak", message: "It is weak.", ratio: 0.4 }],
} as const;

/** An image with a warning of each kind, but for what is given. */
function checks({ isBelowModel = false, isWorse = true, looksClean = false } = {}): DenoiseChecks {
  return {
    noisy: { sigma: 9, noise: 0.1, scale, warnings: [{ code: "noise-weaker-than-stated", ratio: 0.5 }] },
    fields: [{ timestepNoise: 0.2, isBelowModel, residual }],
    comparisons: [
      { model: 0.5, blur: 0.5, isWorse: false },
      { model: 0.6, blur: 0.3, isWorse },
      { model: 0.9, blur: 0.3, isWorse },
    ],
    looksClean,
  };
}

test("warnings are about the stated noise, the first field that a Gaussian filter does better, and what was taken away", () => {
  const warnings = denoiseWarnings(checks());
  expect(warnings.map(({ code }) => code)).toEqual([
    "noise-weaker-than-stated",
    "worse-than-gaussian",
    "residual-too-weak",
  ]);
  expect(warnings[0]).toEqual({
    code: "noise-weaker-than-stated",
    ratio: 0.5,
    message: "The noise is about 0.50 times as strong as stated: fine detail may have been removed as noise.",
    remedy: "Compare with the result for estimated noise.",
  });
  expect(warnings[1]).toMatchObject({
    ratio: 2,
    message: expect.stringMatching(/2\.0 times that of a Gaussian blur: .*training images\.$/),
    remedy: "Use a model trained on such cells, or a filter.",
  });
});

test("an image of less noise than the model can tell, or of none, is not warned of", () => {
  expect(denoiseWarnings(checks({ isBelowModel: true }))).toEqual([]);
  expect(denoiseWarnings(checks({ looksClean: true }))).toEqual([]);
});

test("notes say that nothing was found, that an image looks clean, and which noise was taken instead of less", () => {
  expect(denoiseNotes({ ...checks(), fields: [] })).toEqual([{ code: "no-noise-found" }]);
  expect(denoiseNotes(checks({ looksClean: true }))).toEqual([{ code: "looks-clean" }]);
  // 9 gray levels are 0.1 of the model's scale, and 0.2 the least that it can tell.
  expect(denoiseNotes(checks({ isBelowModel: true }))).toEqual([
    { code: "noise-below-model", minimum: 18, isStabilized: false },
  ]);
  expect(denoiseNotes(checks())).toEqual([]);
});

test("a note says that samples are equal, unless one of them differs in a pixel", () => {
  const [field] = checks().fields;
  const notesOf = (...deviations: readonly (readonly number[])[]) =>
    denoiseNotes({
      ...checks(),
      fields: deviations.map((values) => ({ ...field!, uncertainty: Float32Array.from(values) })),
    });
  expect(notesOf([0, 0], [0, 1e-8])).toEqual([{ code: "equal-samples" }]);
  expect(notesOf([0, 0], [0, 0.01])).toEqual([]);
});

test("an image looks clean where a model that knows it takes away less than half of what was found as noise", () => {
  const of = (std: number, isWorse: readonly boolean[]) =>
    looksClean(
      0.1,
      [{ residual: { ...residual, std } }],
      isWorse.map((isWorse) => ({ isWorse })),
    );
  expect(of(0.04, [false])).toBe(true);
  expect(of(0.06, [false])).toBe(false);
  // A model that does not know an image may leave its noise in.
  expect(of(0.04, [true])).toBe(false);
  expect(of(0.04, [])).toBe(false);
});
