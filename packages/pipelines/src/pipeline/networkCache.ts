import type { CompiledNetwork } from "../network/compileNetwork.ts";

/** A network while it is in use. */
interface HeldNetwork {
  readonly network: CompiledNetwork;
  /** Ends the use. The network may be disposed then. */
  release(): Promise<void>;
}

/** Compiled networks, kept for the next use. */
export interface NetworkCache {
  /**
   * The network of a key, compiled if there is none yet. A failure is not kept.
   *
   * @throws Error if the cache was disposed; what `compile` throws.
   */
  hold(key: string, compile: () => Promise<CompiledNetwork>): Promise<HeldNetwork>;
  /** Frees all networks. Nothing must be running. */
  dispose(): Promise<void>;
}

interface Entry {
  readonly network: Promise<CompiledNetwork>;
  uses: number;
}

/** Networks that are kept though nothing uses them: each holds the model's weights once more. */
const MAX_IDLE = 3;

/** A cache that frees the networks that were not used for longest. */
export function networkCache(): NetworkCache {
  /** The last used at the end. */
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
        throw new Error("CellPipeline: the pipeline was disposed. Load it again with loadPipeline.");
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
