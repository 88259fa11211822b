import { unetConfigToHuggingFace } from "@cellgen/unet";
import { alternate } from "./alternate.mjs";
import { cellgenGradient, cellgenStep } from "./cellgenTraining.mjs";

/** PyTorch's two ways to run AdamW. */
const forms = ["fused", "foreach"];

/**
 * Compares training with that of a peer, which may be missing: `gradient` (forward and backward) and `step` (all of a step).
 *
 * @param what - `gradient`, `step` or both.
 * @returns By `what` `{ cellgen, peer }` as `alternate` gives them; `gradient.flops`; `step.adamw`: the faster of the peer's two.
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
 * Has a peer make a network, for what is timed next.
 *
 * @throws Error if its network is not of as many parameters.
 */
export async function makeInPeer(peer, make, { unet, batchSize, side }, kind = "plain") {
  if (peer.missing) return;
  const config = unetConfigToHuggingFace(unet.config);
  const { parameters } = await peer.ask({ make, kind, config, batch: batchSize, side });
  if (parameters !== unet.parameterCount) {
    throw new Error(
      `${peer.about.name}: its network has ${parameters} parameters, not ${unet.parameterCount}.`,
    );
  }
}
