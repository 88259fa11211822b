import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { trainingDefaults } from "../../src/diffusion/trainingDefaults.ts";
import { completeRunSettings } from "../../src/run/settings/completeRunSettings.ts";

test("the defaults are settings in range", () => {
  expect(completeRunSettings({ data: "/a", out: "/b", ...trainingDefaults })).toEqual({
    ...trainingDefaults,
    recipe: "32px",
    data: "/a",
    out: "/b",
  });
});

test("their entry loads no TensorFlow.js", () => {
  const text = (name: string) => readFileSync(new URL(`../../src/${name}`, import.meta.url), "utf8");
  const loaded = (name: string) =>
    [...text(name).matchAll(/^(?:im|ex)port (?!type)[^;]*? from "(.*)";$/gm)].map((match) => match[1]);
  expect(loaded("defaults.ts")).toEqual([
    "./diffusion/recipeNames.ts",
    "./diffusion/trainingDefaults.ts",
    "./diffusion/trainingRecipes.ts",
    "./run/settings/imageSizeSetting.ts",
    "./run/settings/settingChecks.ts",
    "./run/settings/settingRanges.ts",
  ]);
  expect(loaded("diffusion/trainingDefaults.ts")).toEqual(["./trainingRecipes.ts"]);
  expect(loaded("diffusion/recipeNames.ts")).toEqual([]);
  expect(loaded("diffusion/trainingRecipes.ts")).toEqual([]);
  expect(loaded("run/settings/settingRanges.ts")).toEqual([
    "@cellgen/engine/choices",
    "@cellgen/unet/presets",
    "../../diffusion/recipeNames.ts",
    "./imageSizeSetting.ts",
    "./runSettings.ts",
  ]);
  expect(loaded("run/settings/imageSizeSetting.ts")).toEqual([]);
  expect(loaded("run/settings/runSettings.ts")).toEqual([]);
  expect(loaded("run/settings/settingChecks.ts")).toEqual([
    "@cellgen/data",
    "@cellgen/pipelines/options",
    "./imageSizeSetting.ts",
    "./rangeSetting.ts",
    "./settingRanges.ts",
    "./stabilisationOf.ts",
  ]);
  expect(loaded("run/settings/stabilisationOf.ts")).toEqual(["@cellgen/filters"]);
});
