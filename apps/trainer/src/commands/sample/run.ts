import path from "node:path";
import { compositeOf, fileRanges, imageProcessor } from "@cellgen/data";
import { plural } from "@cellgen/data/text";
import { type LabelledTile, tileGrid } from "@cellgen/figures";
import {
  type ClassCounts,
  classCondition,
  type DiffusionModel,
  labelsOfCounts,
  modelAtSize,
} from "@cellgen/pipelines";
import { calibrationImages, type GeneratedCell } from "@cellgen/pipelines/node";
import { parseImageSize } from "@cellgen/training/defaults";
import { processWithPipeline } from "../../apply/processWithPipeline.ts";
import { generatedFormat } from "../../apply/resultFormats.ts";
import { readPlace } from "../../input/readPlace.ts";
import { describeSampling, samplingOf } from "../../model/sampling.ts";
import { classFolder } from "../../output/classFolder.ts";
import { writeResult } from "../../output/writeResult.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { print } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { countsText, describeCounts, parseCounts } from "./countsText.ts";
import { fillClasses } from "./fillClasses.ts";
import type { SampleSettings } from "./options.ts";

/** Maximum number of images on grid.png. */
const MAX_ON_GRID = 64;

/** Entry of an image in samples.json. Together with the settings it reproduces the image. */
interface ImageRecord {
  readonly file: string;
  readonly seed: number;
  readonly index: number;
  readonly class?: string | undefined;
}

/** `cellgen sample`: generate images with a trained model. */
export async function run(context: CommandContext<SampleSettings>): Promise<void> {
  const { settings, output, io, signal } = context;
  const { out, batch: batchSize, seed, class: className, precision, calibrate, like } = settings;
  const trained = await context.openModel();
  const model = sized(trained, settings.size);
  const { card } = model;
  const size = { height: card.height, width: card.width, channels: card.channels };
  const display = { colors: card.displayColors, channelNames: card.channelNames };
  const { toDisplay } = imageProcessor(card);
  const format = generatedFormat(card, card.training["fileFormat"], settings.format);
  const sampling = samplingOf(settings, model);
  // Without --class, --counts and --like each class is generated in turn.
  if (className !== undefined) classCondition("sample", model, { class: className });
  const filled = like === undefined ? undefined : await fillClasses(like, card.classes, context);
  const counts =
    filled?.counts ?? (settings.counts === undefined ? undefined : parseCounts(settings.counts)!);
  const count = counts ? labelsOfCounts("sample", model, counts).length : settings.count!;
  const calibration =
    calibrate === undefined
      ? undefined
      : await readPlace("--calibrate", context, (options) => calibrationImages(calibrate, card, options));
  const engine = await context.startEngine();
  refuseInt8(settings, engine.name);
  const ofClasses = counts ? ` (${describeCounts(counts)})` : "";
  const how = `${describeSampling(sampling)} in ${precision}`;
  print(io, `${plural(count, "image")}${ofClasses} by ${how}; engine ${engine.description}`);
  const sizeNote = describeSize(trained, model);
  if (sizeNote !== undefined) print(io, sizeNote);

  const tiles: LabelledTile[] = [];
  const isShown = gridSelection(count, counts);
  const total = Math.ceil(count / batchSize) * sampling.steps;
  const records = await processWithPipeline<ImageRecord>(
    context,
    { model, engine },
    {
      outputs: [],
      set: { ranges: fileRanges(card), classNames: card.classes, count },
      noun: "step",
      details: (finished) => plural(finished, "image"),
      async *work({ pipeline, writeImage, onProgress }) {
        let steps = 0;
        const images = pipeline.generate({
          ...sampling,
          ...(counts ? { counts } : { count, class: className }),
          ...{ seed, batchSize, precision, calibration, signal },
          onProgress: () => onProgress(++steps, total),
        });
        for await (const image of images) {
          const { values, index } = image;
          const label = image.class === undefined ? undefined : card.classes.indexOf(image.class);
          const folder = counts ? `images/${classFolder(image.class!)}/` : "";
          const stem = `${folder}image-${String(index).padStart(5, "0")}`;
          const file = await writeImage(stem, image, format, label);
          if (isShown(image))
            tiles.push({
              ...compositeOf({ ...size, values: toDisplay(values) }, display),
              label: image.class ?? `${index}`,
            });
          yield { file, seed, index, class: image.class };
        }
      },
    },
  );

  const [shown, all] = [tiles.length, records.length];
  const images = plural(all, "image");
  if (shown > 0) {
    const title = `${shown < all ? `${shown} of ` : ""}${images}, seed ${seed}`;
    const image = await tileGrid([{ title, columns: Math.ceil(Math.sqrt(shown)), tiles }]);
    await output.write("grid.png", image);
    await writeResult(
      output,
      // The numbers of --like are those of the folder at this time.
      counts ? { ...settings, counts: countsText(counts), like: undefined } : settings,
      { model, engine },
      {
        title: `${path.basename(path.resolve(out))}: generated cells`,
        summary: `${images} by ${how}, seed ${seed}. Not selected.`,
        warnings: [],
        sections: [
          {
            kind: "picture",
            title: shown === all ? "All images" : counts ? "The first of each class" : `The first ${shown}`,
            caption: [
              "Each image depends only on the seed, its number, its class and the settings.",
              sizeNote,
            ]
              .filter((text) => text !== undefined)
              .join(" "),
            image,
          },
        ],
        record: {
          finished: all === count,
          drawing: sampling,
          ...(filled ? { like: { folder: path.resolve(like!), images: filled.images } } : {}),
          images: records,
        },
      },
    );
  }
  if (signal.aborted) {
    throw new Interrupted(
      all === 0
        ? "Stopped before the first image was finished."
        : `Stopped after ${all} of ${plural(count, "image")}. The finished images are in ${out}.`,
    );
  }
  print(io, `${images}, grid.png, report.html and samples.json are in ${out} (${context.elapsed()}).`);
}

/** Return a function that selects the images on grid.png: the first ones; with numbers of images for each class, the first of each class. */
function gridSelection(count: number, counts: ClassCounts | undefined): (image: GeneratedCell) => boolean {
  const isByClass = counts !== undefined && count > MAX_ON_GRID;
  const most = isByClass ? Math.max(1, Math.floor(MAX_ON_GRID / Object.keys(counts).length)) : MAX_ON_GRID;
  const seen = new Map<string | undefined, number>();
  return ({ class: name }) => {
    const group = isByClass ? name : undefined;
    const before = seen.get(group) ?? 0;
    seen.set(group, before + 1);
    return before < most && seen.size <= MAX_ON_GRID;
  };
}

/** Return the model at the size of --size, which has sides of at least 8 pixels. */
function sized<Model extends DiffusionModel>(model: Model, size: SampleSettings["size"]): Model {
  const asked = size === undefined ? undefined : parseImageSize(size);
  return asked ? modelAtSize(model, asked) : model;
}

/** Describe a size that differs from that of the training images. */
function describeSize({ card: trained }: DiffusionModel, { card }: DiffusionModel): string | undefined {
  if (card.width === trained.width && card.height === trained.height) return undefined;
  const larger = card.width * card.height > trained.width * trained.height;
  return (
    `The model was trained on ${trained.width}x${trained.height}; the images are ${card.width}x${card.height}. ` +
    `Cells keep their size in pixels, so an image shows ${larger ? "more" : "less"} of a field. Check the images by eye.`
  );
}

/** Check the engine of int8. @throws UsageError if it is not onnx. */
function refuseInt8({ precision, engine }: SampleSettings, started: string): void {
  const name = engine === "auto" ? started : engine;
  if (precision === "int8" && name !== "onnx" && name !== "onnx:cpu") {
    throw new UsageError(
      `--precision int8 requires the engine onnx, got ${name}. Omit --precision, or see: cellgen engines`,
    );
  }
}
