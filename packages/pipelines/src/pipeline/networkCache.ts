import type { CompiledNetwork } from "../network/compileNetwork.ts";

/** A network in use. */
interface HeldNetwork {
  readonly network: CompiledNetwork;
  /** Release the network, so that it may be disposed. */
  release(): Promise<void>;
}

/** Compiled networks, kept for reuse. */
export interface NetworkCache {
  /**
   * Return the network of a key, and compile it if it is not in the cache. Failed compilations are not cached.
   *
   * @throws Error if the cache was disposed; the error of `compile`.
   */
  hold(key: string, compile: () => Promise<CompiledNetwork>): Promise<HeldNetwork>;
  /** Free all networks. Release all of them first. */
  dispose(): Promise<void>;
}

interface Entry {
  readonly network: Promise<CompiledNetwork>;
  uses: number;
}

/** Maximum number of unused networks that are kept. Each holds another copy of the model's weights. */
const MAX_IDLE = 3;

/** Create a cache that evicts the least recently used networks. */
export function networkCache(): NetworkCache {
  /** Most recently used last. */
  const entries = new Map<string, Entry>();
  let isDisposed = false;

  async function freeIdle(): Promise<void> {
    const idle = [...entries].filter(([, { uses }]) => uses === 0);
    for (const [key, { network }] of idle.slice(0, Math.max(0, idle.length - MAX_IDLE))) {
      entries.delete(key);
      await (await network).dispose();
    }
  }

  return {
    async hold(key, compile) {
      if (isDisposed)
        throw new Error("CellPipeline: the pipeline is disposed. Load it again with loadPipeline.");
      const entry = entries.get(key) ?? { network: compile(), uses: 0 };
      entries.delete(key);
      entries.set(key, entry);
      entry.uses++;
      try {
        const network = await entry.network;
        let isHeld = true;
        return {
          network,
          async release() {
            if (isHeld) entry.uses--;
            isHeld = false;
            await freeIdle();
          },
        };
      } catch (error) {
        if (entries.get(key) === entry) entries.delete(key);
        throw error;
      }
    },
    async dispose() {
      isDisposed = true;
      const compiled = await Promise.allSettled([...entries.values()].map(({ network }) => network));
      entries.clear();
      for (const result of compiled) if (result.status === "fulfilled") await result.value.dispose();
    },
  };
}
