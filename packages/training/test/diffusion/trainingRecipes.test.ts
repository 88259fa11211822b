import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { recipeForSize, trainingRecipes } from "../../src/diffusion/trainingRecipes.ts";
import { completeRunSettings, type GivenSettings } from "../../src/run/settings/completeRunSettings.ts";
import { readRunSettings } from "../../src/run/settings/readRunSettings.ts";

const complete = (given: GivenSettings) => completeRunSettings({ data: "/a", out: "/b", ...given });

test.each([
  [8, 8, "32px"],
  [47, 47, "32px"],
  [48, 48, "64px"],
  [95, 95, "64px"],
  [96, 96, "128px"],
  [1024, 1024, "128px"],
  [32, 128, "64px"], // √(32 · 128) = 64
])("images of %i x %i pixels have the recipe %s", (width, height, name) => {
  expect(recipeForSize({ width, height })).toBe(name);
  expect(complete({ size: `${width}x${height}` })).toMatchObject({
    recipe: name,
    ...trainingRecipes[name as keyof typeof trainingRecipes].settings,
  });
});

test("a recipe by name takes precedence over the size, and settings over the recipe", () => {
  expect(complete({ size: 64, recipe: "32px" })).toMatchObject({
    size: 64,
    ...trainingRecipes["32px"].settings,
  });
  const settings = complete({ size: 64, patchSize: 1, steps: 7 });
  expect(settings).toMatchObject({
    ...trainingRecipes["64px"].settings,
    recipe: "64px",
    patchSize: 1,
    steps: 7,
  });
});

test("models of stabilized camera images have the recipe for denoising", () => {
  const settings = complete({ size: 64, stabilise: "gain=2,offset=100,read=3" });
  expect(settings).toMatchObject({ recipe: "denoising", ...trainingRecipes.denoising.settings });
  expect(complete({ size: 64, stabilise: { gain: 2 } }).recipe).toBe("denoising");
  expect(complete({ size: 64, stabilise: "gain=2", recipe: "64px" }).recipe).toBe("64px");
});

test("an unknown recipe is an error that lists the names", () => {
  expect(() => complete({ recipe: "64" as "64px" })).toThrow(
    /recipe must be auto, 32px, 64px, 128px or denoising, got "64"/,
  );
  expect(() => complete({ size: 7 })).toThrow("size must be");
});

test("a run started before there were recipes keeps its settings", async () => {
  const out = await mkdtemp(path.join(tmpdir(), "recipes-"));
  onTestFinished(() => rm(out, { recursive: true }));
  const { recipe, patchSize, noiseShift, weighting, halfSize, ...earlier } = complete({
    size: 64,
    prediction: "v_prediction",
  });
  await writeFile(path.join(out, "train.json"), JSON.stringify(earlier));
  expect(await readRunSettings(out)).toMatchObject({
    size: 64,
    prediction: "v_prediction",
    recipe: "denoising",
    patchSize: 1,
    noiseShift: 1,
    weighting: "uniform",
    halfSize: 0,
  });
});

test("larger images are folded more, so that the network computes at about 32 x 32 positions", () => {
  for (const name of ["32px", "64px", "128px"] as const) {
    const { patchSize } = trainingRecipes[name].settings;
    expect(Number.parseInt(name, 10) / patchSize).toBe(32);
  }
});
