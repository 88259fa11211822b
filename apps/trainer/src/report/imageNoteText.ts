import type { FitNote, NoiseNote, NoiseWarning } from "@cellgen/data";
import { type PhotonNoise, photonNoiseText } from "@cellgen/filters";
import type { DenoiseNote, InpaintNote, PipelineWarning } from "@cellgen/pipelines";
import { number } from "../terminal/describe.ts";

/** Of an image reduced more than this, single cells are hardly left. */
const REDUCED = 8;

/** A note about an image in words that follow "NAME is". */
export function imageNoteText(note: FitNote | NoiseNote | DenoiseNote | InpaintNote): string {
  switch (note.code) {
    case "resized": {
      const { width, height, modelWidth, modelHeight, reduction } = note;
      const coarse = `, where a pixel is ${Math.round(reduction)} of the file's: cut single cells out of it for more detail`;
      return `worked on at the model's ${modelWidth}x${modelHeight}, from ${width}x${height} pixels${reduction > REDUCED ? coarse : ""}`;
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
      return "of plain values, the model of stabilised ones: with --noise gain=…,offset=…,read=… it does better";
    case "photon-noise-in-plain-model":
      return "stabilised for photon noise, the model not: one trained with --stabilise does better";
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
      return "clean, as it looks: the model takes most of what was found as noise for texture. Leave what is clean as it is; where you know the noise, give it with --noise";
    case "noise-below-model": {
      const least = `${number(note.minimum)} ${note.isStabilized ? "after stabilisation" : "grey levels"}`;
      return `of noise below what the model can tell (${least}): treated as that`;
    }
    case "inpainted-in-window":
      return `filled within ${note.width}x${note.height} pixels around the hole: the model may put there what its images have in their middle`;
  }
}

/** A warning about a result as a sentence, with the flags of the command. */
export function warningText({ code, ratio, message }: PipelineWarning): string {
  const isAboutNoise = code === "noise-stronger-than-stated" || code === "noise-weaker-than-stated";
  return isAboutNoise && ratio !== undefined ? noiseWarningText({ code, ratio }) : message;
}

/** A warning about the stated noise of an image as a sentence. */
export function noiseWarningText({ code, ratio }: NoiseWarning): string {
  const cause =
    code === "noise-stronger-than-stated"
      ? "unless the image has fine texture, some of the noise is still there"
      : "fine detail may have been taken for noise";
  return `The noise looks ${ratio.toFixed(2)} times as strong as stated: ${cause}. Compare with --noise auto.`;
}

function rounded({ gain, offset, read }: Required<PhotonNoise>): string {
  const digits = (value: number): number => Number(value.toPrecision(3));
  return photonNoiseText({ gain: digits(gain), offset: digits(offset), read: digits(read) });
}
