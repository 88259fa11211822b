import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CELL_CLASSES, synthesizeCell } from "@cellgen/data";
import { scanImageFolder, trainingImagesCsv, writePng } from "@cellgen/data/node";
import { schedulerConfig } from "@cellgen/pipelines";
import { loadModel, saveModel } from "@cellgen/pipelines/node";
import { unet } from "@cellgen/unet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  describeFault,
  describeIssue,
  type EvaluateFolderProgress,
  EvaluationError,
  evaluateFolder,
  evaluationExamples,
} from "../../src/node.ts";
import { testEngine } from "../tinySets.ts";

const engine = await testEngine();
const folder = await mkdtemp(path.join(tmpdir(), "cellgen-evaluate-folder-"));
const at = (...names: string[]): string => path.join(folder, ...names);
afterAll(() => rm(folder, { recursive: true }));

const classes = CELL_CLASSES.smear;

/** Writes images of synthetic cells, in subfolders of their classes or in one folder. */
async function writeCells(out: string, count: number, seed: number, hasClasses: boolean): Promise<void> {
  for (let index = 0; index < count; index++) {
    const { image, label } = synthesizeCell("smear", { size: 16, seed, index });
    const parent = hasClasses ? at(out, classes[label]!) : at(out);
    await mkdir(parent, { recursive: true });
    await writePng(path.join(parent, `${String(index).padStart(3, "0")}.png`), image);
  }
}

beforeAll(async () => {
  await writeCells("cells", 60, 1, false);
  await writeCells("other", 20, 2, false);
  await writeCells("classes", 60, 1, true);
  await writeCells("few", 3, 3, false);
  await mkdir(at("empty"));
  const network = unet({
    inChannels: 3,
    outChannels: 3,
    blockOutChannels: [8, 8],
    layersPerBlock: 1,
    downBlockTypes: ["DownBlock2D", "DownBlock2D"],
    upBlockTypes: ["UpBlock2D", "UpBlock2D"],
    normNumGroups: 4,
    numClassEmbeds: classes.length + 1,
  });
  const card = {
    formatVersion: 2,
    height: 16,
    width: 16,
    channels: 3,
    pixelType: "uint8",
    ranges: [
      [0, 255],
      [0, 255],
      [0, 255],
    ],
    rangeScope: "set",
    classes,
    training: { images: 60 },
  } as const;
  const scheduler = schedulerConfig({ numTrainTimesteps: 20, predictionType: "v_prediction" });
  await saveModel(at("model"), { unet: network, parameters: network.init(0), scheduler, card });
});

const cells = { features: "cells", engine, epochs: 1 } as const;

describe("evaluateFolder", () => {
  test("evaluates a folder of images in a named engine, with the names of the files", async () => {
    const stages = new Map<string, EvaluateFolderProgress[]>();
    const { result, images, ...evaluation } = await evaluateFolder({
      data: at("cells"),
      images: at("other"),
      features: "cells",
      engine: "onnx",
      onProgress: (progress) => stages.set(progress.stage, [...(stages.get(progress.stage) ?? []), progress]),
    });
    expect(result).toMatchObject({ n: { generated: 20, training: 49, heldOut: 11 }, features: "cells" });
    expect(result.memorisation.worst[0]).toMatchObject({
      imageName: expect.stringMatching(/^\d{3}\.png$/),
      trainingName: expect.stringMatching(/^\d{3}\.png$/),
    });
    expect(images.heldOut.names).toHaveLength(11);
    expect(evaluation).toMatchObject({
      classes: [],
      generatedHaveClasses: false,
      heldOutFrom: { grouping: { by: "file" } },
      warnings: [],
      engine: expect.stringContaining("onnx"),
    });
    expect(evaluation).not.toHaveProperty("sampling");
    expect([...stages.keys()]).toEqual(["scan", "read", "cells", "features", "memorisation", "distances"]);
    for (const told of stages.values()) {
      for (const { done, total } of told) expect(done).toBeLessThanOrEqual(total);
    }
  });

  test("generates each class of a model as often as it is among the real images, and recognizes it", async () => {
    const network: { file?: string; isNew?: boolean } = {};
    const options = {
      ...cells,
      model: at("model"),
      data: at("classes"),
      heldOut: at("classes"),
      sampler: "ddim",
      steps: 2,
      guidanceScale: 2,
      count: 12,
      features: "learnt",
      onComparison: ({ n, networkFile, isNewNetwork }) => {
        expect(n).toEqual({ generated: 12, training: 60, heldOut: 60 });
        Object.assign(network, { file: networkFile, isNew: isNewNetwork });
      },
    } satisfies Parameters<typeof evaluateFolder>[0];
    const first = await evaluateFolder(options);
    expect(first.result.perClass.map(({ name, n }) => [name, n.generated])).toEqual(
      classes.map((name) => [name, 4]),
    );
    expect(first.sampling).toEqual({ sampler: "ddim", steps: 2, eta: 0, guidanceScale: 2 });
    expect(first.result.classSeen!.share.n).toBe(12);
    expect(first.warnings.map(({ code }) => code)).toEqual(["held-out-in-data"]);
    expect(first.warnings[0]!.message).toMatch(
      /^60 of 60 held-out images have the same pixels as an image of data,/,
    );
    const flags = { data: "--data", heldOut: "--held-out", images: "--images" };
    expect(describeIssue(first.warnings[0]!, flags)).toMatch(/ have the same pixels as an image of --data,/);
    const examples = evaluationExamples(first);
    expect(examples.heldOut.map(({ label }) => classes.includes(label as never))).toEqual(
      Array(32).fill(true),
    );
    expect(examples.generated).toHaveLength(12);
    expect(examples.nearest).toHaveLength(12);
    expect(examples.nearestHeldOut).toHaveLength(8);
    // Channels with names are shown in their colors.
    const named = evaluationExamples({
      ...first,
      channelNames: ["DAPI", "GFP", "Cy5"],
      displayColors: ["green", "blue", "red"],
    });
    const [plain, shown] = [examples.heldOut[0]!.values, named.heldOut[0]!.values];
    for (const [k, from] of [2, 0, 1].entries()) expect(shown[k]).toBeCloseTo(plain[from]!, 5);
    // Each held-out image is a training image here.
    const { image, training, label } = examples.nearestHeldOut[0]!;
    expect(image.values).toEqual(training.values);
    expect(label).toBe("0.00 relative distance");
    expect(network).toEqual({
      file: at("classes", ".cellgen", (await readdir(at("classes", ".cellgen")))[0]!),
      isNew: true,
    });
    // A loaded model gives the same as its folder, and the network is read from its file.
    const model = { ...(await loadModel(at("model"))), folder: at("model") };
    const { result } = await evaluateFolder({ ...options, model });
    expect(network.isNew).toBe(false);
    expect(result).toEqual(first.result);
  });

  test("generates the classes in the proportions of the held-out images, or equally if the model was trained so", async () => {
    await writeCells("uneven", 36, 5, true);
    for (const name of (await readdir(at("uneven", classes[2]!))).slice(6))
      await rm(at("uneven", classes[2]!, name));
    const model = await loadModel(at("model"));
    const evaluated = async (training: object) => {
      const card = { ...model.card, training: { ...model.card.training, ...training } };
      const { result, warnings } = await evaluateFolder({
        ...cells,
        model: { ...model, card, folder: at("model") },
        data: at("classes"),
        heldOut: at("uneven"),
        sampler: "ddim",
        steps: 1,
        count: 30,
      });
      const { classProportions, perClass } = result;
      return { warnings, ...classProportions, generated: perClass.map(({ n }) => n.generated) };
    };
    expect(await evaluated({})).toEqual({
      weights: "heldOut",
      // 12, 12 and 6 held-out images. Of 20 training images of each class, all, all and 11 of 21 / 0.4 = 52.5.
      n: { generated: 30, training: 51, heldOut: 30 },
      excluded: [],
      generated: [12, 12, 6],
      warnings: [],
    });
    expect(await evaluated({ balance: true })).toEqual({
      weights: "equal",
      n: { generated: 30, training: 60, heldOut: 20 },
      excluded: [],
      generated: [10, 10, 10],
      warnings: [],
    });
  });

  test("names classes that are excluded from the measures of all images", async () => {
    await cp(at("uneven"), at("rare"), { recursive: true });
    for (const name of (await readdir(at("rare", classes[2]!))).slice(1))
      await rm(at("rare", classes[2]!, name));
    const model = await loadModel(at("model"));
    const { result, warnings } = await evaluateFolder({
      ...cells,
      model: { ...model, card: { ...model.card, training: { balance: true } }, folder: at("model") },
      data: at("classes"),
      heldOut: at("rare"),
      sampler: "ddim",
      steps: 1,
      count: 30,
    });
    expect(result.classProportions).toMatchObject({ weights: "equal", excluded: [classes[2]] });
    expect(warnings.map(({ message }) => message)).toEqual([
      `Classes with too few images in a set are excluded from the measures of all images: ${classes[2]}. The measures per class include them.`,
    ]);
  });

  test("leaves an engine that was given, and starts one by a function when the folders were checked", async () => {
    let starts = 0;
    const start = async () => {
      starts++;
      return engine;
    };
    await expect(
      evaluateFolder({ ...cells, data: at("cells"), images: at("few"), engine: start }),
    ).rejects.toMatchObject({ code: "ERR_TOO_FEW_IMAGES" });
    expect(starts).toBe(0);
    await evaluateFolder({ ...cells, data: at("cells"), images: at("other"), count: 8, engine: start });
    expect(starts).toBe(1);
    // It still runs.
    await evaluateFolder({ ...cells, data: at("cells"), images: at("other"), count: 8 });
  });

  test("warns of files that cannot be read, and of a model whose images are not known to be new", async () => {
    await writeCells("damaged", 40, 4, false);
    await writeFile(at("damaged", "broken.png"), "no image");
    const codes: string[] = [];
    const { warnings } = await evaluateFolder({
      ...cells,
      model: at("model"),
      data: at("damaged"),
      count: 8,
      steps: 1,
      onWarning: ({ code }) => codes.push(code),
    });
    expect(codes).toEqual(["unreadable-files", "no-classes-in-data", "maybe-trained-on-held-out"]);
    expect(warnings).toMatchObject([
      { files: [{ path: at("damaged", "broken.png") }], message: expect.stringContaining("broken.png") },
      {},
      // The hash of their names decides for each image.
      { trainedOn: 60, total: 32 },
    ]);
  });

  test("holds out the images that the model was not trained on, by the list in its folder", async () => {
    await cp(at("model"), at("listed"), { recursive: true });
    const { files } = await scanImageFolder(at("classes"));
    const trainedOn = files.filter((_, index) => index % 3 > 0);
    await writeFile(at("listed", "images.csv"), trainingImagesCsv(trainedOn));
    const { heldOutFrom, result, warnings } = await evaluateFolder({
      ...cells,
      model: at("listed"),
      data: at("classes"),
      count: 9,
      steps: 1,
    });
    expect(heldOutFrom).toMatchObject({ grouping: { by: "model" } });
    expect(result.n).toMatchObject({ training: 40, heldOut: 20 });
    expect(warnings).toEqual([]);
  });

  test.each([
    [
      "a folder without images",
      { images: "empty" },
      { code: "ERR_UNUSABLE_FOLDER", folder: "images", reason: expect.stringMatching(/^must hold images/) },
    ],
    [
      "a missing folder",
      { data: "nowhere", images: "other" },
      { code: "ERR_UNUSABLE_FOLDER", folder: "data", reason: expect.stringMatching(/does not exist/) },
    ],
    [
      "too few real images",
      { data: "few", heldOut: "cells", images: "other" },
      { code: "ERR_TOO_FEW_IMAGES", folder: "data", count: 3, minimum: 8, hasClasses: false },
    ],
    [
      "too few images to hold some out",
      { data: "other", images: "other" },
      { code: "ERR_TOO_FEW_IMAGES", folder: "split", count: 5, minimum: 8, hasClasses: false },
    ],
    [
      "too few held-out images",
      { heldOut: "few", images: "other" },
      { code: "ERR_TOO_FEW_IMAGES", folder: "heldOut", count: 3, minimum: 8, hasClasses: false },
    ],
  ])("refuses %s with a code", async (_, given: Readonly<Record<string, string>>, fault) => {
    const folders = Object.entries({ data: "cells", ...given }).map(([name, value]) => [name, at(value)]);
    const error = await evaluateFolder({ ...cells, ...Object.fromEntries(folders) }).catch((e) => e);
    expect(error).toBeInstanceOf(EvaluationError);
    expect(error.fault).toEqual(fault);
    expect(error.message).toMatch(/^evaluateFolder: /);
    const flags = { data: "--data", heldOut: "--held-out", images: "--images" };
    expect(describeFault(error.fault, flags)).toMatch(
      /^(--(data|held-out|images)|the held-out quarter of --data)/,
    );
  });

  test("refuses options that contradict each other or are out of range", async () => {
    const data = at("cells");
    await expect(evaluateFolder({ data })).rejects.toThrow(
      "one of model and images must be given, got neither",
    );
    await expect(evaluateFolder({ data, images: data, model: data })).rejects.toThrow("got both");
    await expect(evaluateFolder({ data, images: data, count: 7 })).rejects.toThrow(
      "evaluateFolder: count must be a whole number from 8, got 7.",
    );
  });

  test("ends with the signal's reason", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(
      evaluateFolder({ ...cells, data: at("cells"), images: at("other"), signal }),
    ).rejects.toThrow("enough");
  });
});
