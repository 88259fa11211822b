import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import onnxProto from "onnx-proto";
import { afterEach, expect, it, vi } from "vitest";
import * as api from "../src/index.ts";
import * as node from "../src/node.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const programs = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1]!);

/** Runs a program of the README with this package's sources in the place of its imports. */
async function run(program: string, others: Readonly<Record<string, unknown>>): Promise<void> {
  const names = { tf, ...api, ...node, ...others };
  const body = program.replace(/^import .*\n/gm, "");
  await new Function(...Object.keys(names), `return (async () => {${body}})();`)(...Object.values(names));
}

afterEach(() => vi.restoreAllMocks());

it("the first program of the README learns 3·x0 − x1", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await run(programs[0]!, {});
  expect(log.mock.calls[0]![0]).toMatch(/^onnx: /);
  expect(log.mock.calls[1]![0]).toEqual(Float32Array.of(3, -1));
});

it("the last program of the README writes a model", async () => {
  const written: Record<string, Uint8Array> = {};
  await run(programs[1]!, {
    writeFileSync: (file: string, bytes: Uint8Array) => {
      written[file] = bytes;
    },
  });
  expect(programs).toHaveLength(2);
  const { graph } = onnxProto.onnx.ModelProto.decode(written["model.onnx"]!);
  expect(graph!.output!.map(({ name }) => name)).toEqual(["y"]);
});
