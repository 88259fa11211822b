import type { RandomStream } from "@cellgen/random";
import { coverage, neighbourPlaces, type Outline, outline, relativeRadius } from "./syntheticOutline.ts";
import { angle, between, poisson, type Scene, texture } from "./syntheticScene.ts";

/** Nucleus: pieces of stained chromatin. */
interface Nucleus {
  readonly pieces: readonly Outline[];
  /** Brightness 0…1 of full scale. */
  readonly brightness: number;
  /** Width of the blurred edge. */
  readonly edge: number;
  /** Relative brightness inside the nucleus, as a function of position. */
  readonly chromatin: (u: number, v: number) => number;
}

/** Photons per pixel at gray level 255. */
const FULL_SCALE_PHOTONS = 5000;

/**
 * Generate nuclei with a DNA stain (DAPI, Hoechst) on a dark background, with one in the center: interphase (smooth ellipse with
 * chromatin texture and darker nucleoli), mitotic (a bright metaphase plate, or the two plates of anaphase), or apoptotic (condensed round
 * fragments). Neighbors are in interphase.
 *
 * Camera: shot noise with 5000 photons at full scale, read noise of one gray level.
 */
export function fluorescenceScene(stream: RandomStream, label: number): Scene {
  const place = { u: between(stream, -0.12, 0.12), v: between(stream, -0.12, 0.12) };
  const middle = [interphase, mitotic, apoptotic][label]!(stream, place);
  const count = stream.integer(4);
  const neighbours = neighbourPlaces(stream, count, [0.98, 1.2]).map((at) => interphase(stream, at));
  const nuclei = [middle, ...neighbours];
  const background = between(stream, 0.02, 0.05);
  const haze = between(stream, 0.02, 0.05);
  return {
    shade(u, v, pixel, values) {
      let light = background + haze * Math.exp(-1.5 * ((u - place.u) ** 2 + (v - place.v) ** 2));
      let instance = 0;
      let most = 0.5;
      nuclei.forEach((nucleus, i) => {
        let covered = 0;
        for (const piece of nucleus.pieces) {
          const relative = relativeRadius(piece, u, v);
          covered = Math.max(covered, coverage(piece, relative, nucleus.edge + pixel));
        }
        if (covered > 0) light += covered * nucleus.brightness * nucleus.chromatin(u, v);
        if (covered > most) {
          most = covered;
          instance = i + 1;
        }
      });
      values[0] = light;
      return instance;
    },
    expose: (light, noise) =>
      (255 * poisson(light * FULL_SCALE_PHOTONS, noise)) / FULL_SCALE_PHOTONS + noise.normal(),
  };
}

interface Place {
  readonly u: number;
  readonly v: number;
}

function interphase(stream: RandomStream, { u, v }: Place): Nucleus {
  const a = between(stream, 0.46, 0.6);
  const shape = outline(stream, { u, v, a, b: a * between(stream, 0.66, 0.95), roughness: 0.03 });
  const coarse = texture(stream, between(stream, 0.35, 0.5));
  const nucleoli = Array.from({ length: 1 + stream.integer(3) }, () => {
    const d = between(stream, 0, 0.55) * shape.b;
    const direction = angle(stream);
    const side = between(stream, 0.07, 0.11);
    return { u: u + d * Math.cos(direction), v: v + d * Math.sin(direction), side };
  });
  return {
    pieces: [shape],
    brightness: between(stream, 0.42, 0.68),
    edge: between(stream, 0.06, 0.12),
    chromatin(x, y) {
      // Thicker in the center than at the rim, grainy, with gaps at the nucleoli.
      const r = relativeRadius(shape, x, y);
      let light = 0.72 + 0.28 * Math.sqrt(Math.max(0, 1 - r * r)) + 0.09 * coarse(x, y);
      for (const spot of nucleoli) {
        light *= 1 - 0.4 * Math.exp(-((x - spot.u) ** 2 + (y - spot.v) ** 2) / spot.side ** 2);
      }
      return Math.max(0, light);
    },
  };
}

function mitotic(stream: RandomStream, { u, v }: Place): Nucleus {
  const direction = angle(stream);
  const a = between(stream, 0.32, 0.44);
  const b = between(stream, 0.14, 0.19);
  const apart = stream.uniform() < 0.4 ? between(stream, 0.2, 0.32) : 0;
  const sides = apart > 0 ? [-1, 1] : [0];
  const rough = texture(stream, 0.3);
  return {
    pieces: sides.map((side) =>
      outline(stream, {
        u: u - side * apart * Math.sin(direction),
        v: v + side * apart * Math.cos(direction),
        a,
        b: apart > 0 ? b * 0.85 : b,
        direction: direction + between(stream, -0.12, 0.12),
        roughness: 0.06,
        exponent: 3.4,
      }),
    ),
    brightness: between(stream, 0.8, 0.95),
    edge: between(stream, 0.07, 0.1),
    chromatin: (x, y) => 0.95 + 0.06 * rough(x, y),
  };
}

function apoptotic(stream: RandomStream, { u, v }: Place): Nucleus {
  const fragments: (Place & { readonly a: number })[] = [];
  const count = 3 + stream.integer(5);
  // Largest fragments first, touching at most: fragments lie close together and vary strongly in size.
  for (let attempt = 0; fragments.length < count && attempt < 60; attempt++) {
    const a = between(stream, 0.16, 0.24) * 0.86 ** (fragments.length + between(stream, 0, 3));
    const direction = angle(stream);
    const d = fragments.length === 0 ? between(stream, 0, 0.12) : between(stream, 0.1, 0.38);
    const fragment = { u: u + d * Math.cos(direction), v: v + d * Math.sin(direction), a };
    const gaps = fragments.map(
      (other) => Math.hypot(other.u - fragment.u, other.v - fragment.v) - other.a - a,
    );
    if (gaps.every((gap) => gap > -0.07)) fragments.push(fragment);
  }
  return {
    pieces: fragments.map((fragment) =>
      outline(stream, { ...fragment, b: fragment.a * between(stream, 0.8, 1), roughness: 0.04 }),
    ),
    brightness: between(stream, 0.78, 0.95),
    edge: between(stream, 0.06, 0.09),
    chromatin: () => 1,
  };
}
