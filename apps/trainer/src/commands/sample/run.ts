import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { writePng } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import { createGenerator, type DiffusionModel, type LabelledImage, plainValues } from "@cellgen/pipelines";
import type { LoadedModel } from "@cellgen/pipelines/node";
import { toFile } from "../../images/toFile.ts";
import { type Drawing, describeDrawing, drawingOf, generateOptions } from "../../model/drawing.ts";
import { openModel } from "../../model/openModel.ts";
import { engineTaken, startEngine } from "../../model/startEngine.ts";
import { modelRecord } from "../../model/useModel.ts";
import { flagSource, resolveSettings } from "../../options/resolveSettings.ts";
import { checkWritable } from "../../output/checkWritable.ts";
import {
  isOwnFile,
  listOwnFiles,
  type OwnFiles,
  refuseOtherFiles,
  removeOwnFiles,
} from "../../output/ownFiles.ts";
import { repeatCommand } from "../../output/repeatCommand.ts";
import { writeWhole } from "../../output/writeFileAtomic.ts";
import { type LabelledTile, tileGrid } from "../../report/pictures/tileGrid.ts";
import { report } from "../../report/report.ts";
import { duration, plural } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { listenForInterrupts } from "../../terminal/interrupts.ts";
import { type Io, print } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { version } from "../../version.ts";
import { calibrationImages } from "./calibrationImages.ts";
import { sampleReport } from "./report.ts";
import { type SampleSettings, sampleDefaults, sampleSchema } from "./sampleSettings.ts";

/** Images on grid.png at most. */
const GRID = 64;

/** What this command writes: image-00000.png and so on, grid.png, report.html, samples.json. */
const ownFiles: OwnFiles = {
  folders: [""],
  pattern: /^(image-\d{5,}\.png|grid\.png|report\.html|samples\.json)$/,
};

/** `cellgen sample`: images of a trained model, one PNG each. */
export async function sample(
  { flags, force }: { readonly flags: Readonly<Record<string, unknown>>; readonly force: boolean },
  io: Io,
): Promise<void> {
  const defaults = { values: sampleDefaults, nameOf: (key: string) => key };
  const settings = resolveSettings(sampleSchema, [flagSource(flags), defaults], {
    model: "Give the folder of a trained model.",
    out: "Give the folder to write the images to.",
  });
  const { out } = settings;
  await checkWritable("--out", out);
  await refuseOtherFiles(out, (name) => isOwnFile(ownFiles, name), "samples");
  if (!force && (await listOwnFiles(out, ownFiles)).length > 0) {
    throw new UsageError(`${out} holds samples already. Choose another --out, or replace them with --force.`);
  }
  await checkCalibration(settings);
  const model = await openModel(settings.model, settings.weights);
  const drawing = drawingOf(settings, model);
  const interrupts = listenForInterrupts(io, "Stopping…");
  let engine: Engine | undefined;
  try {
    const { calibrate } = settings;
    const calibration =
      calibrate === undefined
        ? undefined
        : await calibrationImages(calibrate, model.card, io, interrupts.signal);
    engine = await startEngine(settings);
    checkPrecision(settings, engine);
    print(
      io,
      `${plural(settings.count, "image")} by ${describeDrawing(drawing)} in ${settings.precision}; engine ${engine.description}`,
    );
    const began = performance.now();
    const drawn = await draw({ settings, drawing, model, engine, calibration }, io, interrupts.signal);
    if (drawn.tiles.length > 0) {
      const [shown, all] = [drawn.tiles.length, drawn.records.length];
      const title = `${shown < all ? `${shown} of ` : ""}${plural(all, "image")}, seed ${settings.seed}`;
      const columns = Math.ceil(Math.sqrt(drawn.tiles.length));
      const grid = await tileGrid([{ title, columns, tiles: drawn.tiles }]);
      await writeWhole(path.join(out, "grid.png"), grid);
      const page = sampleReport({ settings, drawing, model, engine, grid, shown, all });
      await writeWhole(path.join(out, "report.html"), report(page));
      await writeWhole(
        path.join(out, "samples.json"),
        record(settings, drawing, model, engine, {
          records: drawn.records,
          finished: drawn.records.length === settings.count,
        }),
      );
    }
    if (interrupts.signal.aborted) {
      throw new Interrupted(
        `Stopped; ${plural(drawn.records.length, "image")} were finished and are in ${out}.`,
      );
    }
    const time = duration((performance.now() - began) / 1000);
    print(
      io,
      `${plural(drawn.records.length, "image")}, grid.png, report.html and samples.json are in ${out} (${time}).`,
    );
  } finally {
    interrupts.stop();
    await engine?.dispose();
  }
}

/** @throws UsageError if the engine does not have the precision. */
function checkPrecision(settings: SampleSettings, engine: Engine): void {
  const taken = engineTaken(settings, engine);
  if (settings.precision === "int8" && taken !== "onnx" && taken !== "onnx:cpu") {
    throw new UsageError(
      `--precision int8 needs the engine onnx, got ${taken}. Leave --precision out, or see: cellgen engines`,
    );
  }
}

/** @throws UsageError if there is nothing to calibrate, or nothing to calibrate on. */
async function checkCalibration({ precision, calibrate }: SampleSettings): Promise<void> {
  if (calibrate === undefined) return;
  if (precision !== "int8") {
    throw new UsageError("--calibrate belongs to --precision int8. Leave it out, or add --precision int8.");
  }
  const found = await stat(calibrate).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new UsageError(
      `--calibrate ${calibrate} must be a folder of the training images, there is none. Leave it out, or give one.`,
    );
  }
}

/** What samples.json says of an image: with the settings, enough to draw it again. */
interface ImageRecord {
  readonly file: string;
  readonly seed: number;
  readonly index: number;
  readonly class?: string;
}

interface Drawn {
  /** The first images, for the grid. */
  readonly tiles: LabelledTile[];
  readonly records: ImageRecord[];
}

interface Draw {
  readonly settings: SampleSettings;
  readonly drawing: Drawing;
  readonly model: DiffusionModel;
  readonly engine: Engine;
  readonly calibration: readonly LabelledImage[] | undefined;
}

/** Draws the images and writes each as soon as it is there; after an abort the result holds those that were finished. */
async function draw(
  { settings, drawing, model, engine, calibration }: Draw,
  io: Io,
  signal: AbortSignal,
): Promise<Drawn> {
  const { out, count, batch, seed, precision } = settings;
  const drawn: Drawn = { tiles: [], records: [] };
  const generator = await createGenerator(model, engine, {
    batchSize: batch,
    precision,
    ...(calibration ? { calibration } : {}),
  });
  await mkdir(out, { recursive: true });
  await removeOwnFiles(out, ownFiles);
  const progress = startProgress(io, { noun: "step", total: Math.ceil(count / batch) * drawing.steps });
  let done = 0;
  try {
    const images = generator.generate({
      ...generateOptions(drawing),
      count,
      seed,
      signal,
      onProgress: () => progress.update(++done, plural(drawn.records.length, "image")),
    });
    for await (const drawnImage of images) {
      const image = { ...drawnImage, values: plainValues(drawnImage.values, model.card) };
      const file = `image-${String(image.index).padStart(5, "0")}.png`;
      await writePng(path.join(out, file), toFile(image, model.card));
      const name = image.label === undefined ? undefined : model.card.classes[image.label];
      drawn.records.push({ file, seed, index: image.index, ...(name === undefined ? {} : { class: name }) });
      if (drawn.tiles.length < GRID) drawn.tiles.push({ ...image, label: name ?? String(image.index) });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    progress.stop();
    await generator.dispose();
  }
  return drawn;
}

function record(
  settings: SampleSettings,
  { labelOf, ...drawing }: Drawing,
  model: LoadedModel,
  engine: Engine,
  { records, finished }: { readonly records: readonly ImageRecord[]; readonly finished: boolean },
): string {
  const contents = {
    cellgen: version(),
    command: "sample",
    finished,
    repeat: repeatCommand("sample", settings),
    // Relative paths are meant from here.
    workingDirectory: process.cwd(),
    settings,
    ...modelRecord(settings, model, engine),
    drawing,
    images: records,
  };
  return `${JSON.stringify(contents, undefined, 2)}\n`;
}
