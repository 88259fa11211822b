import type { FitNote, NoiseNote } from "@cellgen/data";
import { type PhotonNoise, photonNoiseText } from "@cellgen/filters";
import type { DenoiseNote } from "./denoise/denoiseWarnings.ts";
import type { InpaintNote } from "./inpaint/inpaintImage.ts";

/** A note on how an image was processed. `code` says what; the other fields are its numbers. */
export type PipelineNote = FitNote | NoiseNote | DenoiseNote | InpaintNote;

/** In images reduced more than this, single cells are hardly resolved. */
const MAX_REDUCTION = 8;

/** The text of a note, in words that follow the name of the image: "cell.png is …". */
export function noteText(note: PipelineNote): string {
  switch (note.code) {
    case "resized": {
      const { width, height, modelWidth, modelHeight, reduction } = note;
      const coarse = `, where a pixel is ${Math.round(reduction)} of the file's: cut single cells out of it for more detail`;
      return `worked on at the model's ${modelWidth}x${modelHeight}, from ${width}x${height} pixels${reduction > MAX_REDUCTION ? coarse : ""}`;
    }
    case "bit-depth":
      return `of ${note.bitDepth} bits, the model of ${note.modelBitDepth}: 0 to ${note.white} was taken for 0 to ${note.modelWhite}`;
    case "grey-in-colour-model":
      return "grey, the model in colour: it saw three equal channels, and their luminance came back";
    case "colour-in-grey-model":
      return "in colour, the model grey: it saw the luminance, and the hue of the file stayed";
    case "clipped":
      return `darker or brighter than what the model knows in ${Math.round(100 * note.share)}% of the values, which were cut off`;
    case "white-noise-in-stabilised-model":
      return "of plain values, the model of stabilised ones: photon noise with gain, offset and read does better";
    case "photon-noise-in-plain-model":
      return "stabilised for photon noise, the model not: one trained on stabilised values does better";
    case "other-photon-noise":
      return `stabilised for ${rounded(note.stated)}, the model trained for ${rounded(note.model)} in these files' grey levels: one trained with the same does better`;
    case "channels-denoised-alone":
      return "in colour, the model grey: each channel was denoised alone";
    case "grey-denoised-in-colour":
      return "grey, the model in colour: it looks for coloured cells, and the mean of its channels came back";
    case "noise-in-other-units":
      return `of 16 bits with white at ${note.white}, where noise of ${note.sigma} is hardly any: what is ${note.sigma} of 255 is ${note.equivalent} there`;
    case "other-scale":
      return (
        `denoised at the file's own scale, while the model has learnt images that were scaled from ${note.sourceSide} to ${note.side} pixels: ` +
        `what comes from the same microscope should be scaled to ${Number((note.side / note.sourceSide).toPrecision(2))} of its size first`
      );
    case "no-noise-found":
      return "without noise that could be found, and was left as it is";
    case "looks-clean":
      return "probably clean: the model takes most of the estimated noise for texture. Leave clean images as they are, or state the noise";
    case "noise-below-model": {
      const minimum = `${Number(note.minimum.toPrecision(3))} ${note.isStabilized ? "after stabilisation" : "grey levels"}`;
      return `of noise below the minimum of the model (${minimum}), and was treated as that`;
    }
    case "inpainted-in-window":
      return `filled within ${note.width}x${note.height} pixels around the hole: the model may put there what its images have in their middle`;
  }
}

function rounded({ gain, offset, read }: Required<PhotonNoise>): string {
  const digits = (value: number): number => Number(value.toPrecision(3));
  return photonNoiseText({ gain: digits(gain), offset: digits(offset), read: digits(read) });
}
