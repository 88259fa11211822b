import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createEngine } from "@cellgen/engine/node";
import { loadModel } from "@cellgen/pipelines/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { processWithPipeline } from "../../src/apply/processWithPipeline.ts";
import { openOutputFolder } from "../../src/output/outputFolder.ts";
import { testIo } from "../testIo.ts";
import { writeTestModel } from "../testModel.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-apply-"));
  await writeTestModel(path.join(folder, "model"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Generates an image into a folder of earlier results, while `compile` stands in for the engine's. */
async function replaceResults(name: string, compile?: () => Promise<never>): Promise<string[]> {
  const out = path.join(folder, name);
  const rules = { command: "inpaint", contents: "results", record: "inpaint.json", out };
  const earlier = await openOutputFolder({ ...rules, force: false });
  await earlier.begin(["old.png"]);
  await earlier.write("old.png", "old");
  await earlier.finish({});
  const output = await openOutputFolder({ ...rules, force: true });
  const engine = await createEngine("cpu");
  const broken = compile ? Object.assign(Object.create(engine), { compile }) : engine;
  const context = { output, io: testIo(), signal: new AbortController().signal };
  await processWithPipeline(
    context,
    { model: await loadModel(path.join(folder, "model")), engine: broken },
    {
      outputs: ["new.png"],
      noun: "step",
      async *work({ pipeline, writeImage, onProgress }) {
        const images = pipeline.generate({ count: 1, steps: 2, onProgress: () => onProgress(1, 2) });
        for await (const image of images) {
          await writeImage("new", image, "png");
          yield image.index;
        }
      },
    },
  ).finally(async () => {
    await output.stop({});
    await engine.dispose();
  });
  return await readdir(out);
}

test("earlier results are removed when the network is compiled", async () => {
  expect((await replaceResults("replaced")).sort()).toEqual(["inpaint.json", "new.png"]);
});

test("a network that cannot be compiled leaves earlier results as they are", async () => {
  const failing = replaceResults("kept", () => Promise.reject(new Error("no such operator")));
  await expect(failing).rejects.toThrow("no such operator");
  expect((await readdir(path.join(folder, "kept"))).sort()).toEqual(["inpaint.json", "old.png"]);
});
