import { createEngine } from "@cellgen/engine/node";
import { expect, test, vi } from "vitest";
import { engineOwner } from "../../src/folder/engineOwner.ts";

vi.mock("@cellgen/engine/node", { spy: true });

test("an engine that was named is started once, disposed, and its notice reported", async () => {
  const dispose = vi.fn(async () => {});
  const engine = { notice: "Using the engine cpu, because onnx is not available", dispose };
  vi.mocked(createEngine).mockResolvedValue(engine as never);
  const notices: string[] = [];
  const owner = engineOwner("auto", (notice) => notices.push(notice));
  expect(await owner.start()).toBe(engine);
  expect(await owner.start()).toBe(engine);
  await owner.dispose();
  expect([notices, dispose.mock.calls.length]).toEqual([[engine.notice], 1]);

  const given = engineOwner(engine as never, (notice) => notices.push(notice));
  await given.start();
  await given.dispose();
  expect([notices.length, dispose.mock.calls.length]).toEqual([1, 1]);
});
