/**
 * The distinct convolutions of a U-Net with their counts, from the names and shapes of its filters.
 *
 * @returns `{ side, kernel, channels, outChannels, stride, times }`; `side` is that of the input.
 */
export function convolutionsOf({ unet, side }) {
  const last = unet.config.blockOutChannels.length - 1;
  const found = new Map();
  for (const [name, shape] of Object.entries(unet.parameterShapes)) {
    if (shape.length !== 4) continue;
    const [kernel, , channels, outChannels] = shape;
    const level = levelOf(name, last);
    // Images are doubled in size before the convolution of an upsampler.
    const inSide = (side >> level) * (name.includes("upsamplers") ? 2 : 1);
    const convolution = {
      side: inSide,
      kernel,
      channels,
      outChannels,
      stride: name.includes("downsamplers") ? 2 : 1,
    };
    const key = JSON.stringify(convolution);
    found.set(key, { ...convolution, times: (found.get(key)?.times ?? 0) + 1 });
  }
  return [...found.values()];
}

function levelOf(name, last) {
  const [, direction, index] = /^(down|up)_blocks\.(\d+)\./.exec(name) ?? [];
  if (direction === "down") return Number(index);
  if (direction === "up") return last - Number(index);
  return name.startsWith("mid_block") ? last : 0;
}
