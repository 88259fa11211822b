import { z } from "zod";

/** What cellgen writes in the attribute `cellgen`, because OME-Zarr has no field for it. */
export interface CellgenAttributes {
  /** Whether the axis t counts images of a set, not times. */
  readonly hasImageAxis: boolean;
  /** Class of each image. */
  readonly labels?: readonly number[];
  /** Name of each class. */
  readonly classNames?: readonly string[];
  /** Pixel values of each channel that a model maps to -1 and 1. */
  readonly ranges?: readonly (readonly [low: number, high: number])[];
}

const schema = z.object({
  axis: z.literal("image").optional(),
  labels: z.array(z.number().int().min(0)).optional(),
  classNames: z.array(z.string()).optional(),
  ranges: z.array(z.tuple([z.number(), z.number()])).optional(),
});

/** Read the attribute; one of another form is ignored. */
export function cellgenAttributes(attributes: Readonly<Record<string, unknown>>): CellgenAttributes {
  const { data } = schema.safeParse(attributes["cellgen"]);
  return {
    hasImageAxis: data?.axis === "image",
    ...(data?.labels && { labels: data.labels }),
    ...(data?.classNames && { classNames: data.classNames }),
    ...(data?.ranges && { ranges: data.ranges }),
  };
}

/** Convert to the attribute's form on disk. */
export function toCellgenAttribute({ hasImageAxis, ...rest }: CellgenAttributes): Record<string, unknown> {
  return { ...(hasImageAxis && { axis: "image" }), ...rest };
}
