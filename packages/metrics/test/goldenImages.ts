import { golden } from "./golden.ts";

/** The golden pairs of images, channels last. */
export const goldenImages: readonly {
  readonly name: string;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly psnr: number;
  readonly ssim: number;
  readonly ssimMap: readonly number[] | undefined;
}[] = golden.psnr_ssim.map(({ name, a, b, psnr, ssim, ssim_map }) => {
  const [width, height, channels = 1] = a.shape.toReversed() as [number, number, number?];
  const channelsLast = (data: readonly number[]) =>
    Float64Array.from(data, (_, i) => data[(i % channels) * height * width + Math.floor(i / channels)]!);
  return {
    name,
    a: channelsLast(a.data),
    b: channelsLast(b.data),
    height,
    width,
    channels,
    psnr,
    ssim,
    ssimMap: ssim_map?.data,
  };
});
