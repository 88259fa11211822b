import { cp, writeFile } from "node:fs/promises";
import { scanImageFolder, trainingImagesCsv } from "@cellgen/data/node";
import { beforeAll, describe, expect, test } from "vitest";
import { type EvaluateFolderProgress, evaluateFolder } from "../../src/node.ts";
import { testEngine } from "../tinySets.ts";
import { evaluationFolder } from "./evaluationFolder.ts";

const engine = await testEngine();
const { at, writeCells, writeModel } = await evaluationFolder();
beforeAll(async () => {
  await writeCells("cells", 60, 1, false);
  await writeCells("other", 20, 2, false);
  await writeCells("classes", 60, 1, true);
  await writeCells("few", 3, 3, false);
  await writeModel("model");
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

  test("ends with the signal's reason", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(
      evaluateFolder({ ...cells, data: at("cells"), images: at("other"), signal }),
    ).rejects.toThrow("enough");
  });
});
