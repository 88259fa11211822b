import type { FitNote, NoiseNote, ValueRange } from "@cellgen/data";
import { type PhotonNoise, photonNoiseText } from "@cellgen/filters";
import type { DenoiseNote } from "./denoise/denoiseWarnings.ts";
import type { InpaintNote } from "./inpaint/inpaintImage.ts";

/** A note on how an image was processed. `code` identifies the kind of note; the other fields hold its numbers. */
export type PipelineNote = FitNote | NoiseNote | DenoiseNote | InpaintNote;

/** Downscaling factor above which single cells are barely resolved. */
const MAX_REDUCTION = 8;

/** Return the text of a note, which completes the sentence "cell.png is …". */
export function noteText(note: PipelineNote): string {
  switch (note.code) {
    case "resized": {
      const { width, height, modelWidth, modelHeight, reduction } = note;
      const coarse = `, reduced by a factor of ${Math.round(reduction)}: crop single cells out of it for more detail`;
      return `resized from ${width}x${height} to the model's ${modelWidth}x${modelHeight} pixels${reduction > MAX_REDUCTION ? coarse : ""}`;
    }
    case "pixel-type":
      return `${note.pixelType}, the model ${note.modelPixelType}: 0 to ${note.white} was mapped to 0 to ${note.modelWhite}`;
    case "pixel-type-by-range": {
      const { pixelType, modelPixelType } = note;
      return `${pixelType}, the model ${modelPixelType}: ${rangesText(note.ranges)} was mapped to the model's range. If its gray levels are those of the training images, convert it to ${modelPixelType} first`;
    }
    case "pixel-type-same-units":
      return `${note.pixelType}, the model ${note.modelPixelType}: ${rangesText(note.ranges)} lies in the model's range and was not scaled`;
    case "grey-in-colour-model":
      return "grayscale and the model is for color images: processed as three equal channels, returned as luminance";
    case "colour-in-grey-model":
      return "in color and the model is for grayscale images: processed as luminance; the hue is kept";
    case "clipped":
      return `outside the model's value range for ${Math.round(100 * note.share)}% of the values, which were clipped`;
    case "outside-range":
      return `outside the model's value range for ${Math.round(100 * note.share)}% of the values`;
    case "channels-with-other-noise":
      return "unequally noisy in its channels: each channel was denoised for its own noise";
    case "white-noise-in-stabilised-model":
      return "not stabilized, but the model was trained on stabilized values: specify photon noise with gain, offset and read for this model";
    case "photon-noise-in-plain-model":
      return "stabilized for photon noise, but the model was trained on plain values: use a model trained on stabilized values";
    case "other-photon-noise":
      if (note.modelPixelType !== undefined) {
        return `scaled by its own percentiles, so that the model's noise is ${rounded(note.model)} in its gray levels, not ${rounded(note.stated)}: convert it to ${note.modelPixelType}, the pixel type of the training images`;
      }
      return `stabilized for ${rounded(note.stated)}, but the model was trained for ${rounded(note.model)} in gray levels of these files: use a model trained with the same values`;
    case "channels-denoised-alone":
      return "in color and the model is for grayscale images: channels were denoised separately";
    case "grey-denoised-in-colour":
      return "grayscale and the model is for color images: denoised as a color image; the result is the mean of its channels";
    case "noise-in-other-units":
      return `16-bit with white at ${note.white}, where noise of ${note.sigma} is negligible: ${note.sigma} of 255 corresponds to ${note.equivalent}`;
    case "other-scale":
      return (
        `not rescaled; the training images were scaled from ${note.sourceSide} to ${note.side} pixels. ` +
        `Scale images of the same microscope by ${Number((note.side / note.sourceSide).toPrecision(2))} first`
      );
    case "no-noise-found":
      return "unchanged, because no noise was detected";
    case "looks-clean":
      return "probably clean: most of the estimated noise is fine texture. Do not denoise clean images, or specify the noise";
    case "noise-below-model": {
      const minimum = `${Number(note.minimum.toPrecision(3))} ${note.isStabilized ? "after stabilization" : "gray levels"}`;
      return `less noisy than the minimum of the model (${minimum}), which was used instead`;
    }
    case "equal-samples":
      return "denoised in a single step, which adds no random noise: all samples are equal, and their uncertainty of 0 is not a measurement";
    case "inpainted-in-window":
      return `inpainted in a window of ${note.width}x${note.height} pixels around the mask; the result may resemble the center of training images`;
  }
}

function rangesText(ranges: readonly ValueRange[]): string {
  const texts = ranges.map(([low, high]) => `${rounding(low)} to ${rounding(high)}`);
  return new Set(texts).size === 1 ? texts[0]! : texts.join(", ");
}

function rounded({ gain, offset, read }: Required<PhotonNoise>): string {
  return photonNoiseText({ gain: rounding(gain), offset: rounding(offset), read: rounding(read) });
}

function rounding(value: number): number {
  return Number(value.toPrecision(3));
}
