import { folderSummary, type ImageFile, type ImageFolder } from "@cellgen/data/node";
import { expect, test } from "vitest";
import { runWarnings } from "../src/run/runWarnings.ts";
import { completeRunSettings } from "../src/run/settings/completeRunSettings.ts";

/** Set of images of 32x32 pixels with these pixel sizes. */
function folderOf(pixelSizes: readonly (number | undefined)[]): ImageFolder {
  const files = pixelSizes.map(
    (size, index): ImageFile => ({
      path: `/cells/${index}.tif`,
      name: `${index}.tif`,
      file: `${index}.tif`,
      format: "tiff",
      bytes: 1,
      label: 0,
      width: 32,
      height: 32,
      channels: 1,
      pixelType: "uint8",
      transparent: false,
      ...(size === undefined ? {} : { pixelSizeMicrometres: size }),
    }),
  );
  return {
    ...{ path: "/cells", files, classes: [], unreadable: [], skippedFolders: [], channels: 1 },
    ...{ pixelType: "uint8", ranges: [[0, 255]], rangeScope: "set", measured: [], rangeWarnings: [] },
  };
}

test("runWarnings names pixel sizes that differ, so that the model has none", () => {
  const settings = completeRunSettings({ data: "/cells", out: "/run", size: 32 });
  const warningsOf = (...pixelSizes: (number | undefined)[]) => {
    const images = folderOf(pixelSizes);
    return runWarnings(settings, images, folderSummary(images)).filter(({ code }) => code !== "few-images");
  };
  expect(warningsOf(0.65, 0.325, 0.65)).toEqual([
    {
      code: "different-pixel-sizes",
      min: 0.325,
      max: 0.65,
      message:
        "The pixel sizes of the files differ (0.325 to 0.65 micrometers): the model does not record a pixel size, and cells differ in scale. " +
        "cellgen data crop --pixel-size 0.65um resamples them.",
    },
  ]);
  expect(warningsOf(0.65, 0.65)).toEqual([]);
  expect(warningsOf(0.65, undefined)).toEqual([]);
});
