import path from "node:path";
import { createEngine } from "@cellgen/engine/node";
import { expect, it, vi } from "vitest";
import { loadPipeline, saveModel } from "../../src/node.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { tinyModel } from "../tinyModel.ts";

vi.mock("@cellgen/engine/node", { spy: true });

const folder = temporaryFolder();

it("loadPipeline reports that auto took a slower engine, and hands no callback to the engine", async () => {
  const place = path.join(folder.path, "model");
  await saveModel(place, tinyModel({}));
  const engine = { notice: "Using the engine cpu, because onnx is not available", dispose: async () => {} };
  vi.mocked(createEngine).mockResolvedValue(engine as never);
  const notices: string[] = [];
  const onNotice = (notice: string) => notices.push(notice);
  const cells = await loadPipeline(place, { threads: 1, onNotice });
  expect(notices).toEqual([engine.notice]);
  expect(createEngine).toHaveBeenCalledWith("auto", { threads: 1 });
  await cells.dispose();
  await loadPipeline(place, { engine: engine as never, onNotice });
  expect(notices).toHaveLength(1);
});
