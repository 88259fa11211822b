import { openNpz } from "../formats/npy/openNpz.ts";
import { openImage } from "../formats/openImage.ts";
import type { ImageSource } from "../images/imageSource.ts";

/** Opened files that are shared by several reads. */
export interface SourcePool {
  /**
   * Run a function with an opened file. The file is opened at its first use and stays open for the next one.
   *
   * @param split - Split of a .npz file.
   * @throws UnreadableImageError if the file cannot be opened.
   */
  use<Result>(
    file: string,
    split: string | undefined,
    read: (source: ImageSource) => Promise<Result>,
  ): Promise<Result>;
  /** Close all files. */
  close(): Promise<void>;
}

/** Number of files that stay open without being read. */
const MAX_IDLE = 4;

interface PooledSource {
  readonly opening: Promise<ImageSource>;
  users: number;
}

/** Create a pool of opened files. */
export function sourcePool(limitInputPixels: number, maxIdle: number = MAX_IDLE): SourcePool {
  /** In the order of their last use. */
  const sources = new Map<string, PooledSource>();

  async function evict(): Promise<void> {
    let idle = [...sources.values()].filter(({ users }) => users === 0).length - maxIdle;
    for (const [key, { users, opening }] of sources) {
      if (idle <= 0) return;
      if (users > 0) continue;
      idle--;
      sources.delete(key);
      await (await opening).close();
    }
  }

  return {
    async use(file, split, read) {
      const key = `${split ?? ""}\0${file}`;
      const known = sources.get(key);
      const entry = known ?? {
        opening:
          split === undefined
            ? openImage(file, { limitInputPixels })
            : openNpz(file, { split, limitInputPixels }),
        users: 0,
      };
      sources.delete(key);
      sources.set(key, entry);
      entry.users++;
      let source: ImageSource;
      try {
        source = await entry.opening;
      } catch (error) {
        if (sources.get(key) === entry) sources.delete(key);
        throw error;
      }
      try {
        return await read(source);
      } finally {
        entry.users--;
        await evict();
      }
    },
    async close() {
      const all = [...sources.values()];
      sources.clear();
      for (const { opening } of all) await (await opening.catch(() => undefined))?.close();
    },
  };
}
