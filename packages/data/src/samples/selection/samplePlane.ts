import type { PixelWindow } from "@cellgen/filters";
import type { PlanePosition } from "../../images/imageSource.ts";

/** Part of a file that is one image of a set. */
export interface SamplePlane extends PlanePosition {
  /** Projection of all focal planes, instead of the plane `z`. @default none */
  readonly projection?: "max" | "mean";
  /** Indices of the channels, in this order. @default all */
  readonly channels?: readonly number[];
  /** Split of a .npz file. @default its only set of images */
  readonly split?: string;
  /** Rectangle of the plane. It may reach beyond the edges, where the image is continued by reflection. @default whole plane */
  readonly window?: PixelWindow;
}
