import type { PhotonNoise } from "@cellgen/filters";
import type { BitDepth } from "../images/cellImage.ts";

/** What a user should know of how an image was fitted to a model. `code` says what; the other fields are its numbers. */
export type FitNote =
  /** Scaled to the model's size. `reduction`: pixels of the file along a pixel of the model. */
  | {
      readonly code: "resized";
      readonly width: number;
      readonly height: number;
      readonly modelWidth: number;
      readonly modelHeight: number;
      readonly reduction: number;
    }
  /** Of another depth than the training files: 0…`white` was taken for 0…`modelWhite`. */
  | {
      readonly code: "bit-depth";
      readonly bitDepth: BitDepth;
      readonly modelBitDepth: BitDepth;
      readonly white: number;
      readonly modelWhite: number;
    }
  | { readonly code: "grey-in-colour-model" }
  | { readonly code: "colour-in-grey-model" }
  /** A share of the values lies outside of the model's range and was clamped. */
  | { readonly code: "clipped"; readonly share: number };

/** What a user should know of how a noisy image was brought to a model. */
export type NoiseNote =
  /** White noise was stated for a model that was trained on stabilised values. */
  | { readonly code: "white-noise-in-stabilised-model" }
  /** Photon noise was stated for a model that was trained without stabilisation. */
  | { readonly code: "photon-noise-in-plain-model" }
  /** Photon noise was stated that is not the model's; both in grey levels of the file. */
  | {
      readonly code: "other-photon-noise";
      readonly stated: Required<PhotonNoise>;
      readonly model: Required<PhotonNoise>;
    }
  | { readonly code: "channels-denoised-alone" }
  | { readonly code: "grey-denoised-in-colour" }
  /** The stated noise seems to be in grey levels of 8 bits, where `white` is 255: `equivalent` is the same noise in this file. */
  | {
      readonly code: "noise-in-other-units";
      readonly white: number;
      readonly sigma: number;
      readonly equivalent: number;
    }
  /** The training images were scaled from `sourceSide` to `side` pixels, this image was not. */
  | { readonly code: "other-scale"; readonly sourceSide: number; readonly side: number };

/** What speaks against the noise that was stated for an image. `ratio`: estimated over stated. */
export interface NoiseWarning {
  readonly code: "noise-stronger-than-stated" | "noise-weaker-than-stated";
  readonly ratio: number;
}
