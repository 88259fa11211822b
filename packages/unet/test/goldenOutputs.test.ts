import "@tensorflow/tfjs-backend-cpu";
import { groupNorm } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { forward } from "../src/blocks/forward.ts";
import { unet, unetConfigFromHuggingFace } from "../src/index.ts";
import { unetPlan } from "../src/plan/unetPlan.ts";
import { goldenConfig, goldenParameters, goldenTensors } from "./golden.ts";
import { goldenInputs, largestDifference, toNhwc, toTensors } from "./goldenModel.ts";

beforeAll(() => tf.setBackend("cpu"));

const models = [
  "attn_norm_num_groups",
  "center_input_1ch",
  "class_embedding",
  "class_identity",
  "class_timestep",
  "ddpm_cifar10_like",
  "default_small",
  "learned_variance_2ch",
  "mid_scale_sqrt2",
  "multihead",
  "no_mid_attention",
  "no_mid_block",
  "non_power_of_two_12x20_pad0",
  "non_square_24x40",
  "one_level",
  "scale_shift",
  "scale_shift_attn_groups",
  "six_channels",
  "time_freq_shift",
  "time_learned",
];

test.each(models)("%s gives diffusers' output and activations within 1e-5", (name) => {
  const network = unet(unetConfigFromHuggingFace(goldenConfig(name)));
  const stored = goldenParameters(name);
  expect(Object.keys(stored).sort()).toEqual(Object.keys(network.parameterShapes).sort());

  tf.tidy(() => {
    const parameters = toTensors(stored);
    const io = toTensors(goldenTensors(name, "io"));
    const { xt, t, condition } = goldenInputs(network, io);
    const output = network.apply(parameters, xt, t, condition);
    expect(largestDifference(output, toNhwc(io["output"]!))).toBeLessThan(1e-5);

    const { config } = network;
    const traced: string[] = [];
    const check = (module: string, activation: tf.Tensor): void => {
      traced.push(`trace.${module}`);
      const difference = largestDifference(activation, toNhwc(io[`trace.${module}`]!));
      expect(difference, module).toBeLessThan(1e-5);
      if (module !== `up_blocks.${config.blockOutChannels.length - 1}`) return;
      const norm = groupNorm(
        activation as tf.Tensor4D,
        parameters["conv_norm_out.weight"] as tf.Tensor1D,
        parameters["conv_norm_out.bias"] as tf.Tensor1D,
        { groups: config.normNumGroups, epsilon: config.normEps },
      );
      check("conv_norm_out", norm);
    };
    forward(config, unetPlan(config), parameters, xt, t, condition, check);
    expect(traced.sort()).toEqual(
      Object.keys(io)
        .filter((key) => key.startsWith("trace."))
        .sort(),
    );
  });
});
