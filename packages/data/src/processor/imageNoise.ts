import { estimateNoise, type FilterImage, type PhotonNoise } from "@cellgen/filters";

/** The noise of images, in grey levels of their files: to be estimated, white, or of a camera. */
export type ImageNoise =
  | { readonly kind: "auto" }
  | { readonly kind: "white"; readonly sigma: number }
  | { readonly kind: "photon"; readonly photon: Required<PhotonNoise> };

/** The standard deviation of an image's noise on its scale: as stated, 1 after stabilization, or estimated. */
export function noiseOnScale(noise: ImageNoise, image: FilterImage): number {
  if (noise.kind === "white") return noise.sigma;
  return noise.kind === "photon" ? 1 : estimateNoise(image);
}
