import type { RandomStream } from "@cellgen/random";
import { angle, between, smoothStep } from "./syntheticScene.ts";

/** Closed smooth outline: an ellipse with a few bulges. Lengths in half sides of the image. */
export interface Outline {
  readonly u: number;
  readonly v: number;
  /** Semi-axes along and across `direction`. */
  readonly a: number;
  readonly b: number;
  readonly direction: number;
  /** Exponent of the ellipse `|p|^n + |q|^n = 1`: 2 is an ellipse, larger values approach a rectangle. */
  readonly exponent: number;
  /** `1 + Σ amplitude cos(k θ + phase)` scales the ellipse at angle θ, k from 2. */
  readonly bulges: readonly { readonly amplitude: number; readonly phase: number }[];
}

export interface OutlineOptions {
  readonly u?: number;
  readonly v?: number;
  readonly a: number;
  readonly b: number;
  /** @default any */
  readonly direction?: number;
  /** Size of the bulges relative to the radius. @default 0.03 */
  readonly roughness?: number;
  /** @default 2 */
  readonly exponent?: number;
}

export function outline(stream: RandomStream, options: OutlineOptions): Outline {
  const { u = 0, v = 0, a, b, direction = angle(stream), roughness = 0.03, exponent = 2 } = options;
  const bulges = [2, 3, 4, 5].map((k) => ({
    amplitude: (roughness * between(stream, 0.3, 1) * 2) / k,
    phase: angle(stream),
  }));
  return { u, v, a, b, direction, exponent, bulges };
}

/** Return the position relative to an outline: 0 in the center, 1 on the line, above 1 outside, 2 for all distant points. */
export function relativeRadius(shape: Outline, u: number, v: number): number {
  const du = u - shape.u;
  const dv = v - shape.v;
  const reach = 2 * Math.max(shape.a, shape.b);
  if (du * du + dv * dv > reach * reach) return 2;
  const cos = Math.cos(shape.direction);
  const sin = Math.sin(shape.direction);
  const p = (du * cos + dv * sin) / shape.a;
  const q = (dv * cos - du * sin) / shape.b;
  const radius =
    shape.exponent === 2
      ? Math.sqrt(p * p + q * q)
      : (Math.abs(p) ** shape.exponent + Math.abs(q) ** shape.exponent) ** (1 / shape.exponent);
  if (radius > 2 || radius < 0.3) return radius;
  const theta = Math.atan2(q, p);
  let scale = 1;
  shape.bulges.forEach(({ amplitude, phase }, i) => {
    scale += amplitude * Math.cos((i + 2) * theta + phase);
  });
  return radius / scale;
}

/** Return the coverage: 1 inside, 0 outside, 1/2 on the line, with an edge of about this width (wider at the ends of long outlines). */
export function coverage(shape: Outline, relative: number, edge: number): number {
  return smoothStep(((1 - relative) * Math.sqrt(shape.a * shape.b)) / edge);
}

/** Draw positions around the center for neighbors of a radius, so that they reach into the image but do not touch the center cell. */
export function neighbourPlaces(
  stream: RandomStream,
  count: number,
  distance: readonly [number, number],
): { readonly u: number; readonly v: number }[] {
  const start = angle(stream);
  return Array.from({ length: count }, (_, i) => {
    const direction = start + ((i + between(stream, -0.25, 0.25)) * 2 * Math.PI) / Math.max(count, 3);
    const d = between(stream, ...distance);
    return { u: d * Math.cos(direction), v: d * Math.sin(direction) };
  });
}
