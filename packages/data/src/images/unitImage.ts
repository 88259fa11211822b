/** Image of model values. */
export interface UnitImage {
  /** `[height, width, channels]`, row-major, in [-1, 1]. */
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}
