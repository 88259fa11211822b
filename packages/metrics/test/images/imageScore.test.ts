import { expect, test } from "vitest";
import { imageScore, meanScore, psnr, ssim } from "../../src/index.ts";

const pixels = (of: (i: number) => number): Float64Array =>
  Float64Array.from({ length: 144 }, (_, i) => of(i));
const [reference, image] = [pixels((i) => (i * 7) % 200), pixels((i) => ((i * 7) % 200) + (i % 3))];
const options = { height: 12, width: 12, dataRange: 255 };

test("imageScore is the PSNR and the SSIM, the latter from 11x11 on", () => {
  expect(imageScore(image, reference, options)).toEqual({
    psnr: psnr(image, reference, 255),
    ssim: ssim(image, reference, options),
  });
  expect(imageScore(image, image, options)).toEqual({ psnr: Number.POSITIVE_INFINITY, ssim: 1 });
  const narrow = imageScore(image.subarray(0, 120), reference.subarray(0, 120), { ...options, height: 10 });
  expect(narrow).toEqual({ psnr: psnr(image.subarray(0, 120), reference.subarray(0, 120), 255) });
});

test("meanScore leaves out what images are too small for", () => {
  expect(meanScore([{ psnr: 20, ssim: 0.5 }, { psnr: 30 }])).toEqual({ psnr: 25, ssim: 0.5 });
  expect(meanScore([{ psnr: 20 }])).toEqual({ psnr: 20 });
});
