import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type CellImage, synthesizeCell } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { CellPipeline } from "../../src/node.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { tinyModel } from "../tinyModel.ts";

/** A pipeline of a tiny model for the tests of a file, and a folder of images that is empty for each test. */
export function tinyPipeline() {
  const folder = temporaryFolder();
  const at = (...names: string[]): string => path.join(folder.path, ...names);
  const model = tinyModel({ classes: ["red", "white"] });
  let engine: Engine;
  let cells: CellPipeline;
  beforeAll(async () => {
    engine = await createEngine("onnx", { threads: 1 });
    cells = new CellPipeline(model, engine);
  });
  beforeEach(() => mkdir(at("cells")));
  afterAll(async () => {
    await cells.dispose();
    await engine.dispose();
  });
  return {
    model,
    get engine(): Engine {
      return engine;
    },
    get cells(): CellPipeline {
      return cells;
    },
    /** A file of the temporary folder. */
    at,
    /** A gray image in a file. */
    async cellFile(name: string, { size = 8, index = 0 } = {}): Promise<string> {
      const { image } = synthesizeCell("smear", { size: 64, seed: 0, index });
      const data = Uint8Array.from({ length: size * size }, (_, i) => {
        const [x, y] = [i % size, Math.floor(i / size)].map((place) => Math.floor((place * 64) / size));
        return image.data[3 * (64 * y! + x!)]!;
      });
      await writePng(at("cells", name), { width: size, height: size, channels: 1, data });
      return at("cells", name);
    },
  };
}

export const pixels = ({ data }: CellImage): number[] => [...data];
