import type { NoisyImage } from "@cellgen/data";
import type { InputImage } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import type { SheetRow } from "@cellgen/figures";
import type { GaussianComparison } from "@cellgen/filters";
import type { DenoisedImage, DiffusionModel } from "@cellgen/pipelines";
import { CellPipeline, type DenoisedCell } from "@cellgen/pipelines/node";
import { outputNames } from "../../input/outputNames.ts";
import type { InputFile } from "../../input/readInputs.ts";
import type { ReferenceSource } from "../../input/references.ts";
import type { NoiseSetting } from "../../options/noiseSetting.ts";
import type { OutputFolder } from "../../output/outputFolder.ts";
import { imageNoteText, warningText } from "../../report/imageNoteText.ts";
import { plural } from "../../terminal/describe.ts";
import type { Io } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";
import { denoisedRows } from "./denoisedRows.ts";
import { type Scored, scoreDenoised } from "./denoiseScores.ts";
import type { DenoiseSettings } from "./options.ts";

/** Approximate maximum number of rows of the sheet. */
const ROWS = 24;

export interface ImagesToDenoise {
  readonly settings: DenoiseSettings;
  readonly noise: NoiseSetting;
  readonly files: readonly InputImage[];
  /** As `Inputs` has it. */
  readonly brightest: number;
  readonly references: ReferenceSource | undefined;
}

/** What was made of an image. */
export interface DenoisedFile {
  readonly file: InputFile;
  readonly outputs: readonly string[];
  readonly uncertaintyFile: string | undefined;
  /** Root mean square of the uncertainty, in grey levels. */
  readonly uncertainty: number | undefined;
  readonly noisy: Pick<NoisyImage, "sigma" | "noise" | "scale" | "white" | "cutOff" | "notes">;
  /** Of each field; none where no noise was found. */
  readonly fields: readonly Pick<
    DenoisedImage,
    "timestep" | "timestepNoise" | "isBelowModel" | "calls" | "residual"
  >[];
  readonly comparisons: readonly GaussianComparison[];
  readonly looksClean: boolean;
  /** What speaks against the result, a sentence each. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  readonly scored: Pick<Scored, "scores" | "strengths"> | undefined;
  readonly rows: readonly SheetRow[];
}

/** Denoises all images, writing each as soon as it is there; after an abort the result holds those that were finished. */
export async function denoiseImages(
  { settings, noise, files, brightest, references }: ImagesToDenoise,
  model: DiffusionModel,
  engine: Engine,
  folder: OutputFolder,
  io: Io,
  signal: AbortSignal,
): Promise<DenoisedFile[]> {
  const { mode, samples, seed, sampler, steps, batch, class: ofClass } = settings;
  const { card } = model;
  const names = resultNames(files, settings);
  const cells = new CellPipeline(model, engine);
  const sizes = files.map(({ width, height }) => Math.ceil((width * height) / (card.width * card.height)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const progress = startProgress(io, { noun: "window", total });
  const denoised: DenoisedFile[] = [];
  let windows = 0;
  try {
    await folder.begin([...names.flatMap(({ all }) => all), "sheet.png", "report.html"]);
    for (const [index, file] of files.entries()) {
      const reference = await references?.(file);
      const result = await cells.denoise(file, {
        noise: noise.kind === "auto" ? "auto" : noise.kind === "white" ? noise.sigma : noise.photon,
        mode,
        samples,
        seed,
        sampler,
        steps,
        batchSize: batch,
        brightest,
        ...(ofClass === undefined ? {} : { class: ofClass }),
        signal,
        onProgress: (share) =>
          progress.update(
            Math.min(total, Math.round(windows + share * sizes[index]!)),
            files.length > 1 ? `${index} of ${plural(files.length, "image")}` : "",
          ),
      });
      const { outputs, uncertaintyFile } = names[index]!;
      for (const [k, output] of outputs.entries())
        await folder.write(output, await result.images[k]!.encode());
      if (uncertaintyFile && result.uncertainty) {
        await folder.write(uncertaintyFile, await result.uncertainty.encode());
      }
      const { noisy, input } = result;
      const scored = reference && (await scoreDenoised(noisy, input, result, reference, signal));
      const shown = denoised.reduce((sum, { rows }) => sum + rows.length, 0);
      denoised.push({
        file,
        outputs,
        uncertaintyFile: result.uncertainty && uncertaintyFile,
        uncertainty: result.uncertainty?.rootMeanSquare,
        ...recorded(result),
        scored: scored && { scores: scored.scores, strengths: scored.strengths },
        rows: shown < ROWS ? denoisedRows(file, result, samples > 1, reference, scored) : [],
      });
      file.release();
      windows += sizes[index]!;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    progress.stop();
    await cells.dispose();
  }
  return denoised;
}

/** What the record and the report need of a result, without its pixels. */
function recorded({
  noisy: { sigma, noise, scale, white, cutOff, notes: noiseNotes },
  fields,
  comparisons,
  looksClean,
  warnings,
  notes,
}: DenoisedCell): Pick<
  DenoisedFile,
  "noisy" | "fields" | "comparisons" | "looksClean" | "warnings" | "notes"
> {
  return {
    noisy: { sigma, noise, scale, white, cutOff, notes: noiseNotes },
    fields: fields.map(({ timestep, timestepNoise, isBelowModel, calls, residual }) => ({
      timestep,
      timestepNoise,
      isBelowModel,
      calls,
      residual,
    })),
    comparisons,
    looksClean,
    warnings: warnings.map(warningText),
    notes: notes.map(imageNoteText),
  };
}

function resultNames(
  files: readonly InputFile[],
  { mode, samples }: DenoiseSettings,
): { readonly outputs: string[]; readonly uncertaintyFile: string | undefined; readonly all: string[] }[] {
  return outputNames(files).map((name) => {
    const outputs =
      mode === "sample" && samples > 1
        ? Array.from({ length: samples }, (_, k) => `images/${name}-${k + 1}.png`)
        : [`images/${name}.png`];
    const uncertaintyFile = samples > 1 ? `uncertainty/${name}.png` : undefined;
    return { outputs, uncertaintyFile, all: [...outputs, ...(uncertaintyFile ? [uncertaintyFile] : [])] };
  });
}
