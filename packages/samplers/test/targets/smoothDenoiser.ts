import type { Denoiser } from "../../src/index.ts";

/** A network in miniature: neither linear nor the same at all timesteps. */
export const smooth: Denoiser = async (xt, t) => xt.map((x) => Math.sin(1.3 * x) * (0.3 + t / 1500));
