import type { PageLayout } from "../page/pageLayout.ts";

/** How the pages of a TIFF file form images, focal planes, time points and channels. */
export interface TiffPlanes {
  readonly format: "tiff" | "ome-tiff";
  readonly images: number;
  readonly depth: number;
  readonly times: number;
  /** Pages that together hold the channels of a plane; each may hold several. */
  readonly pagesPerPlane: number;
  /** Return one of the pages of a plane. */
  page(image: number, z: number, time: number, index: number): PageLayout;
  readonly channelNames?: readonly string[] | undefined;
  readonly pixelSizeMicrometres?: number | undefined;
  readonly notes: readonly string[];
}
