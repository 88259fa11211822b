import type { PhotonNoise } from "@cellgen/filters";
import type { PixelType } from "../images/pixelType.ts";
import type { ValueRange } from "../images/valueRange.ts";

/** Note on how an image was fitted to a model. `code` is the kind of change; the other fields are its parameters. */
export type FitNote =
  /** Scaled to the model's size. `reduction`: file pixels per model pixel. */
  | {
      readonly code: "resized";
      readonly width: number;
      readonly height: number;
      readonly modelWidth: number;
      readonly modelHeight: number;
      readonly reduction: number;
    }
  /** Different pixel type than the training files: 0…`white` was mapped to 0…`modelWhite`. */
  | {
      readonly code: "pixel-type";
      readonly pixelType: PixelType;
      readonly modelPixelType: PixelType;
      readonly white: number;
      readonly modelWhite: number;
    }
  /** Different pixel type than the training files: for each channel, these values of the file were mapped to the model's range. */
  | {
      readonly code: "pixel-type-by-range";
      readonly pixelType: PixelType;
      readonly modelPixelType: PixelType;
      readonly ranges: readonly ValueRange[];
    }
  /** Different pixel type than the training files, but these values lie in the model's range: they were not mapped. */
  | {
      readonly code: "pixel-type-same-units";
      readonly pixelType: PixelType;
      readonly modelPixelType: PixelType;
      readonly ranges: readonly ValueRange[];
    }
  | { readonly code: "grey-in-colour-model" }
  | { readonly code: "colour-in-grey-model" }
  /** A share of the values lies outside the model's range and was clipped to it. */
  | { readonly code: "clipped"; readonly share: number }
  /** A share of the values lies outside the model's range. */
  | { readonly code: "outside-range"; readonly share: number };

/** Note on how a noisy image was converted to a model's scale. */
export type NoiseNote =
  /** White noise was given for a model trained on stabilized values. */
  | { readonly code: "white-noise-in-stabilised-model" }
  /** Photon noise was given for a model trained without stabilization. */
  | { readonly code: "photon-noise-in-plain-model" }
  /**
   * The given photon noise differs from the model's; both in gray levels of the file. `modelPixelType`: pixel type of the training files, if
   * the file has another and was mapped by percentiles.
   */
  | {
      readonly code: "other-photon-noise";
      readonly stated: Required<PhotonNoise>;
      readonly model: Required<PhotonNoise>;
      readonly modelPixelType?: PixelType;
    }
  | { readonly code: "channels-denoised-alone" }
  | { readonly code: "grey-denoised-in-colour" }
  /** The channels have different noise on the model's scale; each was denoised for its own. */
  | { readonly code: "channels-with-other-noise" }
  /** The given noise appears to be in 8-bit gray levels, where `white` is 255; `equivalent` is the same noise in this file. */
  | {
      readonly code: "noise-in-other-units";
      readonly white: number;
      readonly sigma: number;
      readonly equivalent: number;
    }
  /** The training images were scaled from `sourceSide` to `side` pixels; this image was not scaled. */
  | { readonly code: "other-scale"; readonly sourceSide: number; readonly side: number };

/** Mismatch between the given noise and the image. `ratio`: estimated over given noise. */
export interface NoiseWarning {
  readonly code: "noise-stronger-than-stated" | "noise-weaker-than-stated";
  readonly ratio: number;
}
