import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadModel, saveModel } from "@cellgen/pipelines/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../src/program.ts";
import { testIo } from "../testIo.ts";
import { writeTestModel } from "../testModel.ts";

let folder: string;
const at = (...names: string[]): string => path.join(folder, ...names);
const weightsFile = "unet/diffusion_pytorch_model.safetensors";

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-export-"));
  await writeTestModel(at("model"));
});
afterEach(() => rm(folder, { recursive: true }));

async function cellgen(...argv: string[]) {
  const io = testIo();
  const code = await run(argv, io);
  return { code, out: io.out(), err: io.err() };
}

describe("cellgen export", () => {
  it("writes the averaged weights as the network, in half the bytes", async () => {
    const model = await loadModel(at("model"));
    await saveModel(at("trained"), { ...model, emaParameters: model.unet.init(7) });
    const { code, out } = await cellgen("export", "--model", at("trained"), "--out", at("exported"));
    expect(code).toBe(0);
    expect(out).toMatch(/Exported the model to \S*exported: averaged weights, float16, 0\.0\d+ MB\.\n$/);
    expect((await readdir(at("exported"))).sort()).toEqual([
      "cellgen.json",
      "model_index.json",
      "scheduler",
      "unet",
    ]);
    const exported = await loadModel(at("exported"));
    expect(exported.card.training["exported"]).toEqual({ precision: "float16", weights: "ema" });
    const averaged = await loadModel(at("trained"), { weights: "ema" });
    for (const [name, values] of Object.entries(averaged.parameters)) {
      const worst = Math.max(...values.map((value, i) => Math.abs(value - exported.parameters[name]![i]!)));
      expect(worst, name).toBeLessThan(1e-3);
    }
    const sizes = await Promise.all(["trained", "exported"].map((name) => readFile(at(name, weightsFile))));
    expect(sizes[1]!.length).toBeLessThan(0.6 * sizes[0]!.length);
  });

  it("keeps every bit in float32, and takes the weights that are asked for", async () => {
    const model = await loadModel(at("model"));
    await saveModel(at("trained"), { ...model, emaParameters: model.unet.init(7) });
    const flags = ["--precision", "float32", "--weights", "raw"];
    const { out } = await cellgen("export", "--model", at("trained"), "--out", at("exported"), ...flags);
    expect(out).toContain("raw weights, float32");
    expect((await loadModel(at("exported"))).parameters).toEqual(model.parameters);
  });

  it("never overwrites unless it is told to, and other files not even then", async () => {
    const exporting = (...more: string[]) =>
      cellgen("export", "--model", at("model"), "--out", at("exported"), ...more);
    await exporting();
    const before = await readFile(at("exported", weightsFile));
    const refused = await exporting("--precision", "float32");
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(
      /already contains an exported model \(\S+\)\. Replace it with --force, or choose another --out\.\n$/,
    );
    expect(await readFile(at("exported", weightsFile))).toEqual(before);
    expect((await exporting("--precision", "float32", "--force")).code).toBe(0);
    expect((await readFile(at("exported", weightsFile))).length).toBeGreaterThan(before.length);

    await writeFile(at("exported", "thesis.txt"), "");
    const others = await exporting("--force");
    expect(others.code).toBe(2);
    expect(others.err).toContain("contains files other than an exported model (thesis.txt)");
  });

  it("says in one line what is wrong", async () => {
    const cases: [readonly string[], RegExp][] = [
      [["--out", at("exported")], /--model is missing\. Give the folder of a trained model\./],
      [
        ["--model", at("nowhere"), "--out", at("exported")],
        /--model .*nowhere: there is no such folder\. Give the folder of a trained model\./,
      ],
      [["--model", at("model"), "--out", at("model")], /--out must differ from --model/],
      [
        ["--model", at("model"), "--out", at("exported"), "--precision", "int8"],
        /--precision must be float16 or float32, got "int8"/,
      ],
    ];
    for (const [flags, message] of cases) {
      const { code, err } = await cellgen("export", ...flags);
      expect(code).not.toBe(0);
      expect(err).toMatch(message);
      expect(err.trim()).not.toContain("\n");
    }
    expect(await readdir(folder)).toEqual(["model"]);
  });
});

it("cellgen demo says in one line how to get the page", async () => {
  const { code, err } = await cellgen("demo", "--port", "9000");
  expect(code).toBe(2);
  expect(err).toBe(
    "cellgen: the page is a separate package, @cellgen/demo. Serve it with: npx @cellgen/demo\n",
  );
});
