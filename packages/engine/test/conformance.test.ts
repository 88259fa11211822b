import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeEngines, testedEngines } from "../../../test/nodeEngines.ts";
import type { Engine, EngineChoice, EngineOptions } from "../src/index.ts";
import { createEngine } from "../src/node.ts";
import { isDifferentiable, type OperationCase } from "./cases/operationCase.ts";
import { everyCase, faultOfGradients, faultOfValues } from "./conform.ts";

const titled = (some: readonly OperationCase[]): [string, OperationCase][] =>
  some.map((operationCase) => [operationCase.name, operationCase]);

const engines: readonly (readonly [title: string, name: EngineChoice, options: EngineOptions])[] = [
  ...nodeEngines.map((name) => [name, name, {}] as const),
  ["onnx, plain operators", "onnx", { blocks: false }],
];

afterAll(() => console.log(testedEngines));

describe.each(engines)("engine %s", (_, name, options) => {
  const cases = everyCase.filter(({ skipped }) => !skipped?.includes(name));
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine(name, options);
  });
  afterAll(() => engine.dispose());

  it.each(titled(cases))("computes %s", async (_, operationCase) => {
    expect(await faultOfValues(engine, name, operationCase)).toBeUndefined();
  });

  it.each(titled(cases.filter(isDifferentiable)))("differentiates %s", async (_, operationCase) => {
    expect(await faultOfGradients(engine, name, operationCase)).toBeUndefined();
  });
});
