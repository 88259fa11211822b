import { displayRanges } from "@cellgen/data";
import { imageTile, rowsWithMiddle, type SheetRow, type Tile } from "@cellgen/figures";
import { bestFilter } from "../denoise/referenceScores.ts";
import type { DenoisedCell } from "../pipeline/denoiseCell.ts";

/** Residual that maps to black or white, in standard deviations of the noise. */
const RESIDUAL_LIMIT = 4;

/** Return the column titles of the sheet. */
export function denoisedColumns(hasUncertainty: boolean, hasReference: boolean): string[] {
  return [
    "before",
    "after",
    "residual",
    ...(hasUncertainty ? ["uncertainty"] : []),
    ...(hasReference ? ["best filter", "reference"] : []),
  ];
}

/** Return the rows of an image on the sheet. */
export function denoisedRows(
  name: string,
  result: DenoisedCell,
  hasUncertainty: boolean,
  colors: readonly string[] | undefined,
): SheetRow[] {
  const { input, comparison, reference } = result;
  const filtered = comparison?.filtered[bestFilter(comparison.scores)];
  const range = displayRanges([input, result, filtered ?? input, reference ?? input]);
  return rowsWithMiddle(name, [
    imageTile(input, range, { colors }),
    imageTile(result, range, { colors }),
    residualTile(result),
    ...(hasUncertainty ? [uncertaintyTile(result)] : []),
    ...(filtered ? [imageTile(filtered, range, { colors })] : []),
    ...(reference ? [imageTile(reference, range, { colors })] : []),
  ]);
}

/** Return the residual on a gray background, on the variance-stabilized scale; the mean of channels that are not red, green and blue. */
function residualTile({ input, noisy: { scale, sigma }, data }: DenoisedCell): Tile {
  const { width, height, channels } = input;
  const [before, after] = [input.data, data].map((values) => scale.to(Float64Array.from(values)));
  const values = Float32Array.from(before!, (value, i) =>
    sigma > 0 ? (value - after![i]!) / (RESIDUAL_LIMIT * sigma) : 0,
  );
  if (channels === 1 || channels === 3) return { width, height, channels, values };
  const mean = new Float32Array(width * height);
  for (let i = 0; i < values.length; i++) mean[Math.floor(i / channels)]! += values[i]! / channels;
  return { width, height, channels: 1, values: mean };
}

/** Return the uncertainty: black is zero, white the maximum of the image. An image without noise has zero uncertainty. */
function uncertaintyTile({ input: { width, height }, uncertainty }: DenoisedCell): Tile {
  const deviations = uncertainty?.values ?? new Float64Array(width * height);
  const most = deviations.reduce((most, value) => Math.max(most, value), 0) || 1;
  const values = Float32Array.from(deviations, (value) => (2 * value) / most - 1);
  return { width, height, channels: 1, values };
}
