import type { RandomStream } from "@cellgen/random";
import { coverage, neighbourPlaces, type Outline, outline, relativeRadius } from "./syntheticOutline.ts";
import { angle, between, type Scene, smoothStep, texture } from "./syntheticScene.ts";

/** Optical densities of a full stain layer for red, green and blue light (Beer–Lambert: light = background · exp(-Σ density)). */
const DENSITY = {
  haemoglobin: [0.1, 0.34, 0.28],
  cytoplasm: [0.2, 0.3, 0.06],
  eosinophilic: [0.12, 0.4, 0.24],
  nucleus: [0.86, 1.15, 0.42],
  platelet: [0.5, 0.72, 0.24],
} as const;

type Density = readonly [number, number, number];

/** Stain layer: amount at a position, 0…about 1. */
interface Stain {
  readonly density: Density;
  amount(u: number, v: number, pixel: number): number;
}

interface StainedCell {
  readonly shape: Outline;
  readonly stains: readonly Stain[];
}

/**
 * Generate a blood smear with a Romanowsky stain (May–Grünwald–Giemsa, Wright) in transmitted light on a cream background. The center cell
 * is an erythrocyte (pink disc with a pale center), a leukocyte (violet nucleus, round or with up to four lobes, in a pale grainy cytoplasm)
 * or a platelet (small, purple, grainy). Neighbors are erythrocytes.
 *
 * Camera: noise with a standard deviation of 1.5 gray levels.
 */
export function smearScene(stream: RandomStream, label: number): Scene {
  const place = { u: between(stream, -0.1, 0.1), v: between(stream, -0.1, 0.1) };
  const middle = [erythrocyte, leukocyte, platelet][label]!(stream, place);
  const distance = (
    [
      [1, 1.2],
      [1.02, 1.25],
      [0.78, 1.1],
    ] as const
  )[label]!;
  const neighbours = neighbourPlaces(stream, 1 + stream.integer(4), distance).map((at) =>
    erythrocyte(stream, at, between(stream, 0.34, 0.42)),
  );
  const cells = [middle, ...neighbours];
  // Lamp brightness and color temperature: from cream to nearly white.
  const lamp = between(stream, 0.95, 1);
  const warmth = between(stream, 0, 1);
  const background = [252 * lamp, (232 + 6 * (1 - warmth)) * lamp, (206 + 26 * (1 - warmth)) * lamp];
  const tilt = { direction: angle(stream), strength: between(stream, 0, 0.03) };
  return {
    shade(u, v, pixel, values) {
      const light = 1 + tilt.strength * (u * Math.cos(tilt.direction) + v * Math.sin(tilt.direction));
      let instance = 0;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let i = cells.length - 1; i >= 0; i--) {
        const { shape, stains } = cells[i]!;
        if (relativeRadius(shape, u, v) < 1) instance = i + 1;
        for (const stain of stains) {
          const amount = stain.amount(u, v, pixel);
          red += amount * stain.density[0];
          green += amount * stain.density[1];
          blue += amount * stain.density[2];
        }
      }
      values[0] = background[0]! * light * Math.exp(-red);
      values[1] = background[1]! * light * Math.exp(-green);
      values[2] = background[2]! * light * Math.exp(-blue);
      return instance;
    },
    expose: (value, noise) => value + 1.5 * noise.normal(),
  };
}

interface Place {
  readonly u: number;
  readonly v: number;
}

function erythrocyte(
  stream: RandomStream,
  { u, v }: Place,
  radius = between(stream, 0.5, 0.62),
): StainedCell {
  const shape = outline(stream, { u, v, a: radius, b: radius * between(stream, 0.86, 1), roughness: 0.025 });
  const strength = between(stream, 0.85, 1.2);
  const pallor = between(stream, 0.65, 1);
  const width = between(stream, 0.42, 0.62);
  const edge = between(stream, 0.04, 0.07);
  return {
    shape,
    stains: [
      {
        density: DENSITY.haemoglobin,
        amount(x, y, pixel) {
          const r = relativeRadius(shape, x, y);
          if (r > 1.4) return 0;
          // Biconcave disc: thin in the center, thickest near the rim.
          const thickness =
            1 - pallor * Math.exp(-((r / width) ** 4)) + 0.12 * Math.exp(-(((r - 0.82) / 0.2) ** 2));
          return strength * thickness * coverage(shape, r, edge + pixel);
        },
      },
    ],
  };
}

function leukocyte(stream: RandomStream, { u, v }: Place): StainedCell {
  const radius = between(stream, 0.6, 0.74);
  const shape = outline(stream, { u, v, a: radius, b: radius * between(stream, 0.88, 1), roughness: 0.025 });
  const lobes = nucleusLobes(stream, shape);
  const grains = texture(stream, 0.19, 24);
  const chromatin = texture(stream, 0.28, 12);
  const eosinophilic = stream.uniform() < 0.3;
  const graininess = between(stream, 0.08, 0.2);
  const nucleusStrength = between(stream, 0.85, 1.1);
  const inside = (x: number, y: number, pixel: number): number =>
    coverage(shape, relativeRadius(shape, x, y), 0.05 + pixel);
  return {
    shape,
    stains: [
      {
        density: eosinophilic ? DENSITY.eosinophilic : DENSITY.cytoplasm,
        amount(x, y, pixel) {
          const covered = inside(x, y, pixel);
          return covered === 0 ? 0 : covered * (1 + graininess * grains(x, y));
        },
      },
      {
        density: DENSITY.nucleus,
        amount(x, y, pixel) {
          // Overlapping lobes merge with a smooth neck.
          let outside = 1;
          for (const lobe of lobes) outside *= 1 - coverage(lobe, relativeRadius(lobe, x, y), 0.09 + pixel);
          if (outside > 0.999) return 0;
          return nucleusStrength * (1 - outside) * inside(x, y, pixel) * (1 + 0.11 * chromatin(x, y));
        },
      },
    ],
  };
}

/** Create a round nucleus (lymphocyte), or two to four lobes along an arc (kidney-shaped in monocytes, segmented in granulocytes). */
function nucleusLobes(stream: RandomStream, cell: Outline): Outline[] {
  const count = 1 + stream.integer(4);
  const start = angle(stream);
  if (count === 1) {
    const a = cell.a * between(stream, 0.68, 0.82);
    const d = between(stream, 0, 0.1);
    return [
      outline(stream, {
        u: cell.u + d * Math.cos(start),
        v: cell.v + d * Math.sin(start),
        a,
        b: a * between(stream, 0.88, 1),
        roughness: 0.04,
      }),
    ];
  }
  const step = between(stream, 0.95, 1.25) * (count === 2 ? 1.2 : 1);
  const around = cell.a * between(stream, 0.42, 0.5);
  return Array.from({ length: count }, (_, i) => {
    const direction = start + i * step;
    const a = cell.a * between(stream, 0.29, 0.36) * (count === 2 ? 1.25 : 1);
    return outline(stream, {
      u: cell.u + around * Math.cos(direction),
      v: cell.v + around * Math.sin(direction),
      a,
      b: a * between(stream, 0.78, 1),
      direction: direction + Math.PI / 2,
      roughness: 0.05,
    });
  });
}

function platelet(stream: RandomStream, { u, v }: Place): StainedCell {
  const radius = between(stream, 0.2, 0.3);
  const shape = outline(stream, { u, v, a: radius, b: radius * between(stream, 0.75, 1), roughness: 0.1 });
  const grains = texture(stream, 0.19, 16);
  const strength = between(stream, 0.75, 1.05);
  return {
    shape,
    stains: [
      {
        density: DENSITY.platelet,
        amount(x, y, pixel) {
          const r = relativeRadius(shape, x, y);
          if (r > 2) return 0;
          // Pale hyalomere at the rim, stained granules inside.
          const core = smoothStep((0.75 - r) * 1.6);
          return strength * coverage(shape, r, 0.07 + pixel) * (0.45 + 0.55 * core + 0.1 * grains(x, y));
        },
      },
    ],
  };
}
