import { imageProcessor, type NoisyImage } from "@cellgen/data";
import { encodeLike, encodePng } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import {
  createImageDenoiser,
  type DenoisedImage,
  type DiffusionModel,
  type ImageDenoiser,
} from "@cellgen/pipelines";
import { type InputFile, outputNames, readInput } from "../../input/readInputs.ts";
import type { ReferenceSource } from "../../input/references.ts";
import type { NoiseSetting } from "../../options/noiseSetting.ts";
import type { OutputFolder } from "../../output/outputFolder.ts";
import { imageNoteText, noiseWarningText } from "../../report/imageNoteText.ts";
import type { SheetRow } from "../../report/pictures/comparisonSheet.ts";
import { plural } from "../../terminal/describe.ts";
import type { Io } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";
import { denoisedRows } from "./denoisedRows.ts";
import { type Scored, scoreDenoised } from "./denoiseScores.ts";
import { type BesideBlur, besideBlur } from "./gaussianBaseline.ts";
import { looksClean } from "./looksClean.ts";
import { madeImages, rootMeanSquare, uncertaintyImage } from "./madeImages.ts";
import type { DenoiseSettings } from "./options.ts";

/** Rows of the sheet, at most about so many. */
const ROWS = 24;

export interface ImagesToDenoise {
  readonly settings: DenoiseSettings;
  readonly noise: NoiseSetting;
  readonly label: number | undefined;
  readonly files: readonly InputFile[];
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
  readonly noisy: Pick<NoisyImage, "sigma" | "noise" | "scale" | "white" | "cutOff"> & {
    readonly doubts: readonly string[];
    readonly notes: readonly string[];
  };
  /** Of each field; none where no noise was found. */
  readonly fields: readonly Pick<
    DenoisedImage,
    "timestep" | "timestepNoise" | "isBelowModel" | "calls" | "residual"
  >[];
  /** Of each field; none where too many pixels are cut off, or the noise is too little, to tell. */
  readonly besideBlur: readonly BesideBlur[];
  /** Whether the noise was estimated, and is texture. */
  readonly looksClean: boolean;
  readonly scored: Pick<Scored, "scores" | "strengths"> | undefined;
  readonly rows: readonly SheetRow[];
}

/** Denoises all images, writing each as soon as it is there; after an abort the result holds those that were finished. */
export async function denoiseImages(
  work: ImagesToDenoise,
  model: DiffusionModel,
  engine: Engine,
  folder: OutputFolder,
  io: Io,
  signal: AbortSignal,
): Promise<DenoisedFile[]> {
  const { settings, files, references } = work;
  const { card } = model;
  const processor = imageProcessor(card);
  const { sourceSide } = card.training;
  const names = resultNames(files, settings);
  const denoisers = denoisersOf(model, engine);
  const sizes = files.map(({ width, height }) => Math.ceil((width * height) / (card.width * card.height)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const progress = startProgress(io, { noun: "window", total });
  const denoised: DenoisedFile[] = [];
  let windows = 0;
  try {
    await folder.begin([...names.flatMap(({ all }) => all), "sheet.png", "report.html"]);
    for (const [index, file] of files.entries()) {
      const image = await readInput(file);
      const reference = await references?.(file);
      const noisy = processor.noisy(image, work.noise, {
        brightest: work.brightest,
        ...(typeof sourceSide === "number" ? { sourceSide } : {}),
      });
      // One window and one sample go through the network alone, whatever else there is: so they are the same wherever they are.
      const isAlone = file.width <= card.width && file.height <= card.height;
      const denoiser = await denoisers.of(
        isAlone ? Math.min(settings.batch, settings.samples) : settings.batch,
      );
      const fields = await denoiseFields(work, noisy, denoiser, signal, (share) =>
        progress.update(
          Math.min(total, Math.round(windows + share * sizes[index]!)),
          files.length > 1 ? `${index} of ${plural(files.length, "image")}` : "",
        ),
      );
      const compared = await compareWithBlur(work, noisy, fields, denoiser, signal);
      const { outputs, uncertaintyFile } = names[index]!;
      const made = madeImages(noisy, image, fields, outputs.length);
      // What nothing was taken away from is the file's own, its transparency too.
      const isMade = (): boolean => fields.length > 0;
      for (const [k, output] of outputs.entries())
        await folder.write(output, await encodeLike(file.path, made.images[k]!, isMade));
      if (uncertaintyFile && made.deviations) {
        await folder.write(uncertaintyFile, await encodePng(uncertaintyImage(made.deviations, image)));
      }
      const scored = reference && (await scoreDenoised(noisy, image, made.images[0]!, reference, signal));
      const shown = denoised.reduce((sum, { rows }) => sum + rows.length, 0);
      denoised.push({
        file,
        outputs,
        uncertaintyFile: made.deviations && uncertaintyFile,
        uncertainty: made.deviations && rootMeanSquare(made.deviations),
        noisy: {
          sigma: noisy.sigma,
          noise: noisy.noise,
          scale: noisy.scale,
          white: noisy.white,
          cutOff: noisy.cutOff,
          doubts: noisy.warnings.map(noiseWarningText),
          notes: noisy.notes.map(imageNoteText),
        },
        fields: fields.map(({ timestep, timestepNoise, isBelowModel, calls, residual }) => ({
          timestep,
          timestepNoise,
          isBelowModel,
          calls,
          residual,
        })),
        besideBlur: compared,
        looksClean: work.noise.kind === "auto" && looksClean(noisy.noise, { fields, besideBlur: compared }),
        scored: scored && { scores: scored.scores, strengths: scored.strengths },
        rows:
          shown < ROWS ? denoisedRows(file, noisy, image, made, settings.samples > 1, reference, scored) : [],
      });
      windows += sizes[index]!;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    progress.stop();
    await denoisers.dispose();
  }
  return denoised;
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

interface Denoisers {
  of(batchSize: number): Promise<ImageDenoiser>;
  dispose(): Promise<void>;
}

/** Denoisers by their batch size, each compiled when it is first wanted. */
function denoisersOf(model: DiffusionModel, engine: Engine): Denoisers {
  const made = new Map<number, ImageDenoiser>();
  return {
    async of(batchSize) {
      const denoiser = made.get(batchSize) ?? (await createImageDenoiser(model, engine, { batchSize }));
      made.set(batchSize, denoiser);
      return denoiser;
    },
    async dispose() {
      for (const denoiser of made.values()) await denoiser.dispose();
    },
  };
}

async function denoiseFields(
  { settings, label }: ImagesToDenoise,
  { fields, noise, limits }: NoisyImage,
  denoiser: ImageDenoiser,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<DenoisedImage[]> {
  const { mode, samples, seed, sampler, steps } = settings;
  const denoised: DenoisedImage[] = [];
  if (noise === 0) return denoised;
  for (const [index, field] of fields.entries()) {
    denoised.push(
      await denoiser.denoise(field, {
        noise,
        mode,
        samples,
        // Each channel has noise of its own.
        seed: seed + index,
        ...(sampler === "ddim" && samples > 1 ? { eta: 1 } : {}),
        sampler,
        steps,
        ...(label === undefined ? {} : { label }),
        ...(limits ? { limits } : {}),
        signal,
        onProgress: ({ calls, totalCalls }) => onProgress((index + calls / totalCalls) / fields.length),
      }),
    );
  }
  return denoised;
}

/** Where noise is below what the model can tell, nothing is compared: that is said anyway. */
async function compareWithBlur(
  { label }: ImagesToDenoise,
  { fields, noise, limits }: NoisyImage,
  denoised: readonly DenoisedImage[],
  denoiser: ImageDenoiser,
  signal: AbortSignal,
): Promise<BesideBlur[]> {
  const compared: BesideBlur[] = [];
  for (const [index, { isBelowModel }] of denoised.entries()) {
    if (isBelowModel) continue;
    const request = {
      noise,
      signal,
      ...(label === undefined ? {} : { label }),
      ...(limits ? { limits } : {}),
    };
    const result = await besideBlur(fields[index]!, denoiser, request);
    if (result) compared.push(result);
  }
  return compared;
}
