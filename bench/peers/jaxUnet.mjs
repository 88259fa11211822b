/** The U-Net of cellgen in jax-js, from Hugging Face's config.json. */
import { lax, nn, numpy as np } from "@jax-js/jax";

/**
 * @param parameters - Arrays by Hugging Face's names; filters are `[out, in, height, width]`, matrices `[in, out]`. They are not consumed.
 * @param x - `[batch, channels, height, width]`, consumed. @param t - float32 `[batch]`, consumed.
 * @returns The output of the network.
 */
export function jaxUnet(config, parameters, x, t) {
  const { block_out_channels: widths, layers_per_block: layers, norm_num_groups: groups } = config;
  const weight = (name) => parameters[`${name}.weight`].ref;
  const bias = (name) => parameters[`${name}.bias`].ref;
  const perChannel = (values) => values.reshape([1, -1, 1, 1]);
  const project = (name, values) => np.matmul(values, weight(name)).add(bias(name));

  function convolve(name, values, stride = 1) {
    const pad = parameters[`${name}.weight`].shape[2] >> 1;
    const padding = [
      [pad, pad],
      [pad, pad],
    ];
    const sums = lax.convGeneralDilated(values, weight(name), [stride, stride], padding);
    return sums.add(perChannel(bias(name)));
  }

  function normalize(name, values) {
    const { shape } = values;
    const grouped = values.reshape([shape[0], groups, -1]);
    const centered = grouped.ref.sub(np.mean(grouped, 2, { keepdims: true }));
    const variance = np.mean(np.square(centered.ref), 2, { keepdims: true });
    const normalized = centered.div(np.sqrt(variance.add(config.norm_eps))).reshape(shape);
    return normalized.mul(perChannel(weight(name))).add(perChannel(bias(name)));
  }

  function residual(name, values, embedding) {
    const before = convolve(`${name}.conv1`, nn.silu(normalize(`${name}.norm1`, values.ref)));
    const time = project(`${name}.time_emb_proj`, embedding.ref);
    const hidden = before.add(time.reshape([...time.shape, 1, 1]));
    const after = convolve(`${name}.conv2`, nn.silu(normalize(`${name}.norm2`, hidden)));
    const shortcut = `${name}.conv_shortcut`;
    return (`${shortcut}.weight` in parameters ? convolve(shortcut, values) : values).add(after);
  }

  /** By products of matrices: `nn.dotProductAttention` needs a newer Node. */
  function attend(name, values) {
    const [batch, channels, height, width] = values.shape;
    const tokens = normalize(`${name}.group_norm`, values.ref)
      .reshape([batch, channels, -1])
      .transpose([0, 2, 1]);
    const headDim = config.attention_head_dim ?? channels;
    const heads = (what, order) =>
      project(`${name}.${what}`, tokens.ref)
        .reshape([batch, height * width, -1, headDim])
        .transpose(order);
    const [q, k, v] = [heads("to_q", [0, 2, 1, 3]), heads("to_k", [0, 2, 3, 1]), heads("to_v", [0, 2, 1, 3])];
    tokens.dispose();
    const attention = nn.softmax(np.matmul(q, k).mul(headDim ** -0.5), -1);
    const attended = np.matmul(attention, v).transpose([0, 2, 1, 3]).reshape([batch, -1, channels]);
    const output = project(`${name}.to_out.0`, attended).transpose([0, 2, 1]);
    return values.add(output.reshape([batch, channels, height, width]));
  }

  /** A residual block, and attention where the parameters have it. */
  function layer(block, j, values) {
    const hidden = residual(`${block}.resnets.${j}`, values, embedding);
    const attention = `${block}.attentions.${j}`;
    return `${attention}.to_q.weight` in parameters ? attend(attention, hidden) : hidden;
  }

  const angles = t.reshape([-1, 1]).mul(frequencies(widths[0] >> 1));
  const features = np.concatenate([np.cos(angles.ref), np.sin(angles)], 1);
  const embedded = project("time_embedding.linear_2", nn.silu(project("time_embedding.linear_1", features)));
  const embedding = nn.silu(embedded);

  let hidden = convolve("conv_in", x);
  const skips = [hidden.ref];
  for (const level of widths.keys()) {
    const block = `down_blocks.${level}`;
    for (let j = 0; j < layers; j++) {
      hidden = layer(block, j, hidden);
      skips.push(hidden.ref);
    }
    if (level < widths.length - 1) {
      hidden = convolve(`${block}.downsamplers.0.conv`, hidden, 2);
      skips.push(hidden.ref);
    }
  }
  hidden = attend("mid_block.attentions.0", residual("mid_block.resnets.0", hidden, embedding));
  hidden = residual("mid_block.resnets.1", hidden, embedding);
  for (const level of widths.keys()) {
    const block = `up_blocks.${level}`;
    for (let j = 0; j <= layers; j++) hidden = layer(block, j, np.concatenate([hidden, skips.pop()], 1));
    if (skips.length > 0) hidden = convolve(`${block}.upsamplers.0.conv`, doubled(hidden));
  }
  embedding.dispose();
  return convolve("conv_out", nn.silu(normalize("conv_norm_out", hidden)));
}

function frequencies(count) {
  return np.array(Float32Array.from({ length: count }, (_, i) => 10000 ** (-i / count)));
}

/** Nearest-neighbor upsampling. */
function doubled(values) {
  return np.repeat(np.repeat(values, 2, 2), 2, 3);
}
