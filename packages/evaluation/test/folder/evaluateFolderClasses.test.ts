import { cp, readdir, rm } from "node:fs/promises";
import { loadModel } from "@cellgen/pipelines/node";
import { beforeAll, describe, expect, test } from "vitest";
import { describeIssue, evaluateFolder, evaluationExamples } from "../../src/node.ts";
import { testEngine } from "../tinySets.ts";
import { classes, evaluationFolder } from "./evaluationFolder.ts";

const engine = await testEngine();
const { at, writeCells, writeModel } = await evaluationFolder();
beforeAll(async () => {
  await writeCells("classes", 60, 1, true);
  await writeModel("model");
});

const cells = { features: "cells", engine, epochs: 1 } as const;

describe("evaluateFolder", () => {
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
});
