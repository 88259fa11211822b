import type { FitNote, NoiseNote } from "@cellgen/data";
import { type PhotonNoise, photonNoiseText } from "@cellgen/filters";
import type { DenoiseNote } from "./denoise/denoiseWarnings.ts";
import type { InpaintNote } from "./inpaint/inpaintImage.ts";

/** A note on how an image was processed. `code` says what; the other fields are its numbers. */
export type PipelineNote = FitNote | NoiseNote | DenoiseNote | InpaintNote;

/** In images reduced more than this, single cells are hardly resolved. */
const MAX_REDUCTION = 8;

/** The text of a note, which completes "cell.png is …". */
export function noteText(note: PipelineNote): string {
  switch (note.code) {
    case "resized": {
      const { width, height, modelWidth, modelHeight, reduction } = note;
      const coarse = `, reduced by a factor of ${Math.round(reduction)}: crop single cells out of it for more detail`;
      return `resized from ${width}x${height} to the model's ${modelWidth}x${modelHeight} pixels${reduction > MAX_REDUCTION ? coarse : ""}`;
    }
    case "bit-depth":
      return `of ${note.bitDepth} bits, the model of ${note.modelBitDepth}: 0 to ${note.white} was taken for 0 to ${note.modelWhite}`;
    case "grey-in-colour-model":
      return "grey, the model in colour: processed as three equal channels, returned as luminance";
    case "colour-in-grey-model":
      return "in colour, the model grey: processed as luminance; the hue of the file is kept";
    case "clipped":
      return `outside the model's value range in ${Math.round(100 * note.share)}% of the values, which were clipped`;
    case "white-noise-in-stabilised-model":
      return "of plain values, the model of stabilised ones: use photon noise with gain, offset and read for this model";
    case "photon-noise-in-plain-model":
      return "stabilised for photon noise, the model not: use a model trained on stabilised values";
    case "other-photon-noise":
      return `stabilised for ${rounded(note.stated)}, the model trained for ${rounded(note.model)} in these files' grey levels: use a model trained with the same`;
    case "channels-denoised-alone":
      return "in colour, the model grey: channels were denoised separately";
    case "grey-denoised-in-colour":
      return "grey, the model in colour: denoised as a colour image; the result is the mean of its channels";
    case "noise-in-other-units":
      return `of 16 bits with white at ${note.white}, where noise of ${note.sigma} is hardly any: what is ${note.sigma} of 255 is ${note.equivalent} there`;
    case "other-scale":
      return (
        `not rescaled; the training images were scaled from ${note.sourceSide} to ${note.side} pixels. ` +
        `Scale images of the same microscope by ${Number((note.side / note.sourceSide).toPrecision(2))} first`
      );
    case "no-noise-found":
      return "without detectable noise and was not changed";
    case "looks-clean":
      return "probably clean: most of the estimated noise is fine texture. Leave clean images as they are, or state the noise";
    case "noise-below-model": {
      const minimum = `${Number(note.minimum.toPrecision(3))} ${note.isStabilized ? "after stabilisation" : "grey levels"}`;
      return `of noise below the minimum of the model (${minimum}), and was treated as that`;
    }
    case "inpainted-in-window":
      return `inpainted in a window of ${note.width}x${note.height} pixels around the mask; the result may resemble the centre of training images`;
  }
}

function rounded({ gain, offset, read }: Required<PhotonNoise>): string {
  const digits = (value: number): number => Number(value.toPrecision(3));
  return photonNoiseText({ gain: digits(gain), offset: digits(offset), read: digits(read) });
}
