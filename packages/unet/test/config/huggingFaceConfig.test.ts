import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { unetConfig, unetConfigFromHuggingFace, unetConfigToHuggingFace } from "../../src/index.ts";
import { goldenConfig } from "../golden.ts";

const models = readdirSync(new URL("../../../../fixtures/unet/", import.meta.url)).filter(
  (name) => !name.startsWith("old_"),
);

test.each(models)("the config.json of %s comes back as diffusers wrote it", (name) => {
  const json = goldenConfig(name);
  expect(unetConfigToHuggingFace(unetConfigFromHuggingFace(json))).toEqual(json);
});

describe("unetConfigFromHuggingFace", () => {
  test("reads the fields and block names of before 2022", () => {
    const old = goldenConfig("old_block_names");
    expect(old["up_block_types"]).toEqual(["UNetResAttnUpBlock2D", "UNetResUpBlock2D"]);
    expect(unetConfigFromHuggingFace(old)).toEqual(
      unetConfigFromHuggingFace(goldenConfig("mid_scale_sqrt2")),
    );
  });

  test("reads the class's old name, and a file that names none", () => {
    expect(unetConfigFromHuggingFace({ _class_name: "UNetUnconditionalModel", in_channels: 1 })).toEqual(
      unetConfig({ inChannels: 1 }),
    );
    expect(unetConfigFromHuggingFace({})).toEqual(unetConfig({}));
  });

  test("refuses another class, other fields, values that are not supported, and what is no object", () => {
    expect(() => unetConfigFromHuggingFace({ _class_name: "UNet2DConditionModel" })).toThrow(
      new TypeError(
        'unetConfigFromHuggingFace: _class_name must be "UNet2DModel", got "UNet2DConditionModel".',
      ),
    );
    expect(() => unetConfigFromHuggingFace({ cross_attention_dim: 8 })).toThrow(TypeError);
    expect(() => unetConfigFromHuggingFace({ act_fn: "gelu" })).toThrow(RangeError);
    for (const json of [null, [], "{}"]) expect(() => unetConfigFromHuggingFace(json)).toThrow(TypeError);
  });
});

test("unetConfigToHuggingFace writes defaults too, sorted by name", () => {
  const fields = Object.keys(unetConfigToHuggingFace({}));
  expect(fields.slice(0, 3)).toEqual(["_class_name", "_diffusers_version", "act_fn"]);
  expect(fields).toEqual([...fields].sort());
  expect(fields.length).toBe(2 + 28);
  expect(() => unetConfigToHuggingFace({ layersPerBlock: 0 })).toThrow(RangeError);
});
