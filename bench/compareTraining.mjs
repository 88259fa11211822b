import { unetConfigToHuggingFace } from "@cellgen/unet";
import { alternate } from "./alternate.mjs";
import { cellgenGradient, cellgenStep } from "./cellgenTraining.mjs";

/** The two implementations of AdamW in PyTorch. */
const forms = ["fused", "foreach"];

/**
 * Compare training with that of a peer, which may be missing: `gradient` (forward and backward) and `step` (complete step).
 *
 * @param what - `gradient`, `step` or both.
 * @returns By `what` `{ cellgen, peer }` as returned by `alternate`; `gradient.flops`; `step.adamw`: the faster implementation of the peer.
 */
export async function compareTraining(engine, network, peer, what, options) {
  await makeInPeer(peer, "training", network);
  const results = {};
  for (const name of what) {
    const ours = await { gradient: cellgenGradient, step: cellgenStep }[name](engine, network);
    const peers = peer.missing ? [] : name === "step" ? forms : ["gradient"];
    const others = Object.fromEntries(peers.map((form) => [form, peer.time(form)]));
    const times = await alternate({ cellgen: ours.time, ...others }, options);
    const best = peers.toSorted((a, b) => times[a].median - times[b].median)[0];
    results[name] = {
      cellgen: times.cellgen,
      ...(best && { peer: times[best] }),
      ...(best && name === "step" && { adamw: best }),
      ...(ours.flops && { flops: ours.flops }),
    };
    await ours.dispose();
  }
  return results;
}

/**
 * Let a peer create a network for the next timings.
 *
 * @param options - `kind`: `plain` or `diffusers`; `mode`: of peer.py.
 * @returns `{ difference }` of a mode's results from those of eager float32, or `{ missing }`: the reason why the mode does not run.
 * @throws Error if its number of parameters differs.
 */
export async function makeInPeer(
  peer,
  make,
  { unet, batchSize, side },
  { kind = "plain", mode = "eager" } = {},
) {
  if (peer.missing) return {};
  const config = unetConfigToHuggingFace(unet.config);
  const answer = await peer.ask({ make, kind, mode, config, batch: batchSize, side });
  if (!answer.missing && answer.parameters !== unet.parameterCount) {
    throw new Error(
      `${peer.about.name}: its network has ${answer.parameters} parameters, not ${unet.parameterCount}.`,
    );
  }
  return answer;
}
