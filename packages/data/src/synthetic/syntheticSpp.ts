import type { RandomStream } from "@cellgen/random";
import { neighbourPlaces } from "./syntheticOutline.ts";
import { angle, between, type Scene, smoothStep, texture } from "./syntheticScene.ts";

/** Point-like cell behind the phase plate. */
interface Vortex {
  readonly u: number;
  readonly v: number;
  /** Radius of the doughnut (in focus) or of the outermost turn (out of focus). */
  readonly radius: number;
  /** Phase between center and rim, in radians; the sign is the side of the focus and sets the spiral's direction. */
  readonly defocus: number;
  readonly brightness: number;
  /** Direction of the bright head, and its distance from the center. */
  readonly head: number;
  readonly headDistance: number;
  /** Amplitude of the undiffracted light relative to the vortex. */
  readonly reference: number;
}

/**
 * Generate point-like cells seen through a spiral phase plate, bright on a flat noisy background, with one in the center. In focus, a cell
 * is a doughnut, brighter on one side; above or below the focus, it is a spiral that turns one way or the other.
 *
 * The plate adds a vortex phase `exp(i φ)` to the light of a point, whose image becomes a doughnut: a Laguerre–Gauss mode of order one. Out of
 * focus it spreads to a disc with a bright rim, with a phase that grows with the squared distance. It interferes with the undiffracted light:
 *
 * `I = |A₁(r) exp(i (φ + ψ r²/R²)) + A₀(r) exp(i φ₀)|²`, so `cos(φ - φ₀ + ψ r²/R²)`: |ψ|/2π turns of a spiral; the sign of ψ is its direction.
 *
 * A₁ and A₀ are closed-form approximations, not diffraction integrals. Camera: noise with a standard deviation of 3.5 gray levels.
 *
 * @see Fürhapter, Jesacher, Bernet, Ritsch-Marte 2005, "Spiral phase contrast imaging in microscopy", Opt. Express 13, 689.
 */
export function sppScene(stream: RandomStream, label: number): Scene {
  const place = { u: between(stream, -0.15, 0.15), v: between(stream, -0.15, 0.15) };
  const middle = vortex(stream, place, label);
  const count = stream.uniform() < 0.3 ? 1 : 0;
  // Cells of one field lie at similar distances from the focus.
  const neighbours = neighbourPlaces(stream, count, [1.05, 1.3]).map((at) => vortex(stream, at, label));
  const cells = [middle, ...neighbours];
  const background = between(stream, 48, 88);
  const slow = texture(stream, 2.5, 4);
  return {
    shade(u, v, pixel, values) {
      let light = background + 1.5 * slow(u, v);
      let instance = 0;
      for (let i = cells.length - 1; i >= 0; i--) {
        const cell = cells[i]!;
        const r = Math.hypot(u - cell.u, v - cell.v);
        if (r < cell.radius * extent(cell)) instance = i + 1;
        if (r < cell.radius * 3) light += cell.brightness * intensity(cell, u, v, pixel);
      }
      values[0] = light;
      return instance;
    },
    expose: (value, noise) => value + 3.5 * noise.normal(),
  };
}

/** Extent of a cell, in units of its radius. */
const extent = (cell: Vortex): number => (cell.defocus === 0 ? 1.9 : 1.12);

function vortex(stream: RandomStream, { u, v }: { u: number; v: number }, label: number): Vortex {
  const head = angle(stream);
  if (label === 0) {
    return {
      u,
      v,
      radius: between(stream, 0.2, 0.27),
      defocus: 0,
      brightness: between(stream, 110, 150),
      head,
      headDistance: 0,
      reference: between(stream, 0.3, 0.55),
    };
  }
  return {
    u,
    v,
    radius: between(stream, 0.56, 0.74),
    defocus: (label === 1 ? 1 : -1) * between(stream, 10, 13),
    brightness: between(stream, 95, 140),
    head,
    headDistance: between(stream, 0.12, 0.22),
    reference: between(stream, 0.75, 1),
  };
}

function intensity(cell: Vortex, u: number, v: number, pixel: number): number {
  const { radius, defocus, head, headDistance, reference } = cell;
  const du = u - cell.u;
  const dv = v - cell.v;
  const r = Math.hypot(du, dv) / radius;
  const phi = Math.atan2(dv, du);
  if (defocus === 0) {
    // (r/w) exp((1 - r²/w²)/2) is 1 at its maximum r = w. Opposite the head, the two cancel, which moves the dark core off center.
    const ring = 0.9 * r * Math.exp((1 - r * r) / 2);
    const centre = reference * Math.exp(-r * r * 0.6);
    const outerRing = 0.1 * Math.exp(-(((r - 2.3) / 0.3) ** 2)) * (1 + 0.6 * Math.cos(phi - head));
    return ring * ring + 2 * ring * centre * Math.cos(phi - head) + centre * centre + outerRing;
  }
  // The rim is brightest on the head's side; an arm slowly separates from it and fades with the angle.
  const round = wrap(Math.sign(defocus) * (phi - head) + 0.9) / (2 * Math.PI);
  const arm = smoothStep(round / 0.2 - 0.5) * (1 - round);
  const rim =
    Math.exp(-(((r - 0.86) / 0.11) ** 2)) * (0.8 + 0.5 * Math.cos(phi - head)) +
    0.6 * arm * Math.exp(-(((r - 0.86 - 0.26 * round) / 0.09) ** 2));
  const inside = smoothStep((0.88 - r) / (0.16 + pixel / radius));
  const vortexAmplitude = 0.4 * inside * Math.min(1, r / 0.2) + 0.5 * rim;
  const hu = (du / radius - headDistance * Math.cos(head)) / 0.24;
  const hv = (dv / radius - headDistance * Math.sin(head)) / 0.24;
  const spot = Math.exp(-(hu * hu + hv * hv));
  const referenceAmplitude = reference * (0.66 * spot + 0.42 * Math.exp(-r * r * 0.9) * inside);
  const fringe = Math.cos(phi - head + defocus * (r * r - headDistance ** 2));
  return vortexAmplitude ** 2 + referenceAmplitude ** 2 + 2 * vortexAmplitude * referenceAmplitude * fringe;
}

/** Wrap an angle to [0, 2π). */
const wrap = (a: number): number => a - 2 * Math.PI * Math.floor(a / (2 * Math.PI));
