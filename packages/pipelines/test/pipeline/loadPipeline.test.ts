import type { Engine } from "@cellgen/engine";
import { describe, expect, it } from "vitest";
import { CellPipeline, loadPipeline, saveModel } from "../../src/node.ts";
import { tinyPipeline } from "./tinyPipeline.ts";

const tiny = tinyPipeline();
const { at, model } = tiny;
const steps = 3;

describe("an engine", () => {
  it("that was given stays the caller's; one that was started is freed", async () => {
    await saveModel(at("my-cells"), model);
    const given = await loadPipeline(at("my-cells"), { engine: tiny.engine });
    await given.generate({ steps });
    await given.dispose();
    expect(await tiny.cells.generate({ steps })).toHaveLength(1);
    const started = await loadPipeline(at("my-cells"), { engine: "onnx", threads: 1 });
    await started[Symbol.asyncDispose]();
    await expect(started.generate({ steps })).rejects.toThrow(/is disposed. Load it again/);
    await expect(started.engine.compile(() => ({}), {})).rejects.toThrow();
  });

  it("compiles a network once for all uses of a batch size, keeps few, and frees all", async () => {
    const counts = { compiled: 0, freed: 0 };
    const counting: Engine = {
      ...tiny.engine,
      name: tiny.engine.name,
      description: tiny.engine.description,
      compile: async (...given) => {
        counts.compiled++;
        const run = await tiny.engine.compile(...given);
        return Object.assign((...inputs: Parameters<typeof run>) => run(...inputs), {
          outputs: run.outputs,
          dispose: async () => {
            counts.freed++;
            await run.dispose();
          },
        });
      },
    };
    const counted = new CellPipeline(model, counting);
    await counted.generate({ count: 2, steps, batchSize: 2 });
    await counted.generate({ count: 2, steps, batchSize: 2 });
    await counted.interpolate({ from: 1, to: 2, frames: 2, steps });
    expect(counts).toEqual({ compiled: 1, freed: 0 });
    for (const batchSize of [3, 4, 5]) await counted.generate({ steps, batchSize });
    expect(counts).toEqual({ compiled: 4, freed: 1 });
    await counted.dispose();
    expect(counts).toEqual({ compiled: 4, freed: 4 });
  });
});
