import { imageProcessor } from "@cellgen/data";
import { encodePng } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import { type LabelledTile, tileGrid } from "@cellgen/figures";
import { createGenerator, type DiffusionModel, type LabelledImage } from "@cellgen/pipelines";
import { calibrationImages } from "@cellgen/pipelines/node";
import { type Drawing, describeDrawing, drawingOf, generateOptions } from "../../model/drawing.ts";
import { modelRecord } from "../../model/modelRecord.ts";
import { engineTaken } from "../../model/startEngine.ts";
import type { OutputFolder } from "../../output/outputFolder.ts";
import { repeatCommand } from "../../output/repeatCommand.ts";
import { report } from "../../report/report.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { plural } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { type Io, print } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";
import { scanProgress } from "../../terminal/scanProgress.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { SampleSettings } from "./options.ts";
import { sampleReport } from "./report.ts";

/** Images on grid.png at most. */
const GRID = 64;

/** `cellgen sample`: images of a trained model, one PNG each. */
export async function run(context: CommandContext<SampleSettings>): Promise<void> {
  const { settings, output, io, signal } = context;
  const { out, calibrate } = settings;
  const model = await context.openModel();
  const drawing = drawingOf(settings, model);
  const calibration =
    calibrate === undefined ? undefined : await readCalibration(calibrate, model, io, signal);
  const engine = await context.startEngine();
  checkPrecision(settings, engine);
  print(
    io,
    `${plural(settings.count, "image")} by ${describeDrawing(drawing)} in ${settings.precision}; engine ${engine.description}`,
  );
  const drawn = await draw({ settings, drawing, model, engine, calibration, output }, io, signal);
  const { tiles, records } = drawn;
  const images = plural(records.length, "image");
  if (tiles.length > 0) {
    const [shown, all] = [tiles.length, records.length];
    const title = `${shown < all ? `${shown} of ` : ""}${images}, seed ${settings.seed}`;
    const grid = await tileGrid([{ title, columns: Math.ceil(Math.sqrt(shown)), tiles }]);
    await output.write("grid.png", grid);
    const page = sampleReport({ settings, drawing, model, engine, grid, shown, all });
    await output.write("report.html", report(page));
    const { labelOf, ...how } = drawing;
    await output.finish({
      finished: all === settings.count,
      repeat: repeatCommand("sample", settings),
      // Relative paths are meant from here.
      workingDirectory: process.cwd(),
      settings,
      ...modelRecord(settings, model, engine),
      drawing: how,
      images: records,
    });
  }
  if (signal.aborted) throw new Interrupted(`Stopped; ${images} were finished and are in ${out}.`);
  print(io, `${images}, grid.png, report.html and samples.json are in ${out} (${context.elapsed()}).`);
}

/** @throws UsageError if the folder holds no image; Interrupted if the signal was aborted. */
async function readCalibration(
  folder: string,
  { card }: DiffusionModel,
  io: Io,
  signal: AbortSignal,
): Promise<readonly LabelledImage[]> {
  try {
    return await scanProgress(io, (onProgress) => calibrationImages(folder, card, { onProgress, signal }));
  } catch (error) {
    if (signal.aborted) throw new Interrupted("Stopped; nothing was written.", { cause: error });
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`--calibrate: ${error.message.replace(/^\w+: /, "")}`, { cause: error });
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
  readonly output: OutputFolder;
}

/** Draws the images and writes each as soon as it is there; after an abort the result holds those that were finished. */
async function draw(
  { settings, drawing, model, engine, calibration, output }: Draw,
  io: Io,
  signal: AbortSignal,
): Promise<Drawn> {
  const { count, batch, seed, precision } = settings;
  const processor = imageProcessor(model.card);
  const drawn: Drawn = { tiles: [], records: [] };
  const generator = await createGenerator(model, engine, {
    batchSize: batch,
    precision,
    ...(calibration ? { calibration } : {}),
  });
  await output.begin([]);
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
      const image = { ...drawnImage, values: processor.toDisplay(drawnImage.values) };
      const file = `image-${String(image.index).padStart(5, "0")}.png`;
      await output.write(file, await encodePng(processor.toImage(drawnImage.values)));
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
