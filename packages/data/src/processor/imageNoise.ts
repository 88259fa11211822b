import { estimateNoise, type FilterImage, type PhotonNoise } from "@cellgen/filters";

/** Noise of images, in gray levels of their files: estimated, white, or camera noise. */
export type ImageNoise =
  | { readonly kind: "auto" }
  | { readonly kind: "white"; readonly sigma: number }
  | { readonly kind: "photon"; readonly photon: Required<PhotonNoise> };

/** Return the standard deviation of an image's noise on its scale: as given, 1 after stabilization, or estimated. */
export function noiseOnScale(noise: ImageNoise, image: FilterImage): number {
  if (noise.kind === "white") return noise.sigma;
  return noise.kind === "photon" ? 1 : estimateNoise(image);
}
