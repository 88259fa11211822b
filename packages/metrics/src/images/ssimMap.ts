import type { Pixels } from "../pixels.ts";

/** Window of Wang et al. 2004: 11x11, Gaussian with standard deviation 1.5. */
export const WINDOW_SIZE = 11;
const SIGMA = 1.5;
/** K1 and K2 of the same paper. They stabilize the quotients where an image is black or constant. */
const K1 = 0.01;
const K2 = 0.03;

/** Weights of one axis of the window, which is separable. They sum to 1. */
const weights = windowWeights();

/**
 * Compute the structural similarity around each pixel of one channel whose window lies inside the image, at least 5 pixels from the edge.
 *
 * `ssim = (2 mean_a mean_b + C1) (2 cov_ab + C2) / ((mean_a² + mean_b² + C1) (var_a + var_b + C2))`, `C = (K dataRange)²`, with the
 * window's weighted moments
 *
 * @param a - `[height, width, channels]`.
 * @param b - Of the same shape.
 * @returns `[height - 10, width - 10]`, row by row.
 * @see Wang et al. 2004, IEEE Transactions on Image Processing 13, Eq. 13 to 16.
 */
export function ssimMap(
  a: Pixels,
  b: Pixels,
  size: { readonly height: number; readonly width: number; readonly channels: number },
  channel: number,
  dataRange: number,
): Float64Array {
  const { height, width, channels } = size;
  const windowed = (valueAt: (index: number) => number) => {
    const plane = Float64Array.from({ length: height * width }, (_, i) => valueAt(i * channels + channel));
    return averageWindows(plane, height, width);
  };
  const meanA = windowed((i) => a[i]!);
  const meanB = windowed((i) => b[i]!);
  const squareA = windowed((i) => a[i]! ** 2);
  const squareB = windowed((i) => b[i]! ** 2);
  const product = windowed((i) => a[i]! * b[i]!);
  const c1 = (K1 * dataRange) ** 2;
  const c2 = (K2 * dataRange) ** 2;
  return meanA.map((muA, i) => {
    const muB = meanB[i]!;
    const variances = squareA[i]! - muA ** 2 + squareB[i]! - muB ** 2;
    const covariance = product[i]! - muA * muB;
    return ((2 * muA * muB + c1) * (2 * covariance + c2)) / ((muA ** 2 + muB ** 2 + c1) * (variances + c2));
  });
}

/** Return the weighted mean in each window inside the plane: along the rows, then along the columns. */
function averageWindows(plane: Float64Array, height: number, width: number): Float64Array {
  const outWidth = width - WINDOW_SIZE + 1;
  const outHeight = height - WINDOW_SIZE + 1;
  const alongRows = new Float64Array(height * outWidth);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < outWidth; x++) {
      let sum = 0;
      for (let k = 0; k < WINDOW_SIZE; k++) sum += weights[k]! * plane[y * width + x + k]!;
      alongRows[y * outWidth + x] = sum;
    }
  }
  const out = new Float64Array(outHeight * outWidth);
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      let sum = 0;
      for (let k = 0; k < WINDOW_SIZE; k++) sum += weights[k]! * alongRows[(y + k) * outWidth + x]!;
      out[y * outWidth + x] = sum;
    }
  }
  return out;
}

function windowWeights(): Float64Array {
  const middle = (WINDOW_SIZE - 1) / 2;
  const values = Float64Array.from({ length: WINDOW_SIZE }, (_, k) =>
    Math.exp(-((k - middle) ** 2) / (2 * SIGMA ** 2)),
  );
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}
