import { Command } from "commander";
import { engineFlags } from "../../options/engineFlags.ts";
import { drawingFlags, modelFlags } from "../../options/modelFlags.ts";
import { numberFlag } from "../../options/numberFlag.ts";
import type { Io } from "../../terminal/io.ts";
import { denoiseDefaults } from "./denoiseSettings.ts";

const examples = `
Examples:
  cellgen denoise --model runs/my-cells --input noisy --out clean
  cellgen denoise --model runs/my-cells --input field.png --out clean --noise 12 --samples 16
  cellgen denoise --model runs/my-cells --input noisy --out clean --noise gain=2.2,offset=100,read=3 --reference long-exposures

--noise is in grey levels of the files: of an 8-bit file with noise of a tenth of the range it is 25.5.
  auto                      estimated from each image; it takes fine texture for noise, so give it where you know it. A note says
                            which images look clean: of what was found in them, the model takes most for texture
  SIGMA                     standard deviation of noise that is equally strong everywhere
  gain=G,offset=O,read=R    a camera: G grey levels an electron, O without light, R the noise without light (O and R are 0 if left out).
                            Brighter pixels have more noise; the generalised Anscombe transform makes it even, and its exact unbiased
                            inverse brings the grey levels back

--mode mean is nearest to the truth on average (least squared error), and soft where the model is unsure. It takes one call of the
network (two where pixels were cut off), and with --samples the mean of so many samples: no nearer for less than about 16 of them, but with a map of the uncertainty.
--mode sample draws what may have been there: sharp, and not to be measured. Let it not decide what you see in a cell.

Images may have any size: a field larger than the model's images goes through overlapping windows without seams. The cells must
be as many pixels wide as those that the model was trained on: scale the images first if they are not. Training scales images to the
model's size: one trained on images of 64 pixels at --size 32 knows cells of half their width. A note says where that is so.

Pixels that the noise has made black or white were cut off by the file; they count as at least so dark or bright. So camera files
should come as they are, not stretched.

What was taken away is compared with the noise. Where it is stronger or weaker, or has structure, a warning says so: then look at
the third column of the sheet before you trust the image. The model's error is compared with that of the best blur, both estimated
without the clean image (Stein 1981): a model of other cells or another stain is the worse of the two, and a warning says so. Nothing
is said where the noise has made much of the image black or white.

--out gets images/NAME.png in the files' own size, depth and channels (NAME-1.png … for several samples of --mode sample),
uncertainty/NAME.png (the samples' standard deviation; 16 bits, 256 a grey level of an 8-bit file, 1 of a 16-bit one), sheet.png,
report.html, and denoise.json with all settings. With --reference also how near the images are to it, before and after, beside
median, Gaussian, total variation and non-local means filters, each with the strength that suits it best for the same noise.`;

/** `cellgen denoise`: takes the noise out of images. */
export function denoiseCommand(io: Io): Command {
  const command = modelFlags(
    new Command("denoise").description("Takes the noise out of images of cells that the model knows."),
  )
    .option("--input <place>", "an image, or a folder of images (required)")
    .option(
      "--noise <level>",
      `auto, SIGMA, or gain=G,offset=O,read=R; see below (default: ${denoiseDefaults.noise})`,
    )
    .option("--reference <place>", "the same images without noise, to score the result; by the same names")
    .optionsGroup("How:")
    .option(
      "--mode <name>",
      `mean (nearest to the truth) or sample (sharp) (default: ${denoiseDefaults.mode})`,
    )
    .option(
      "--samples <n>",
      `samples of each image; from 2 there is a map of the uncertainty (default: ${denoiseDefaults.samples})`,
      numberFlag,
    )
    .option("--class <name>", "class of the images (default: any)")
    .option(
      "--sampler <name>",
      `of samples: ddpm, ddim, or for one sample dpm++2m (default: ${denoiseDefaults.sampler})`,
    )
    .option(
      "--steps <n>",
      `network evaluations a sample, at most (default: ${denoiseDefaults.steps})`,
      numberFlag,
    );
  return engineFlags(drawingFlags(command))
    .optionsGroup("Help:")
    .addHelpText("after", examples)
    .action(async ({ force, ...flags }: Record<string, unknown>) => {
      const { denoise } = await import("./run.ts");
      await denoise({ flags, force: force === true }, io);
    });
}
