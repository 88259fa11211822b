import type { SampleSelection } from "@cellgen/data";
import {
  type ImageFolder,
  ImageFolderError,
  imageDigests,
  scanImageFolder,
  type UnreadableImage,
  withoutUnreadable,
} from "@cellgen/data/node";
import type { EvaluateFolderProgress } from "../evaluateFolderOptions.ts";
import { EvaluationError } from "../evaluationError.ts";
import type { EvaluationFolder } from "../evaluationFolder.ts";

export interface ScanFolderOptions {
  /** Channels and planes of the files. @default all channels, the maximum projection of every time point */
  readonly selection?: SampleSelection | undefined;
  /** CSV index of the images. @default index.csv in the folder */
  readonly index?: string | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: EvaluateFolderProgress) => void;
}

/**
 * Compute the digests that the scan of a large set skips. Images that cannot be decoded become unreadable files.
 *
 * @throws The signal's reason if it is aborted.
 */
export async function withDigests(
  folder: ImageFolder,
  { signal, onProgress }: ScanFolderOptions,
): Promise<ImageFolder> {
  if (folder.files.every(({ digest }) => digest !== undefined)) return folder;
  const unreadable = new Map<string, UnreadableImage>();
  const digests = await imageDigests(folder.files, {
    onUnreadable: ({ path, reason, remedy }) => unreadable.set(path, { path, reason, remedy }),
    ...(signal ? { signal } : {}),
    onProgress: ({ done, total }) => onProgress?.({ stage: "scan", done, total }),
  });
  const files = folder.files.flatMap((file, index) => {
    const digest = digests[index];
    return digest === undefined ? [] : [{ ...file, digest }];
  });
  return withoutUnreadable({ ...folder, files }, [...unreadable.values()]);
}

/**
 * Scan the image folder of an option, without caching pixels.
 *
 * @throws EvaluationError with the name of `caller` if the folder has no readable image; the signal's reason if it is aborted.
 */
export async function scanFolder(
  caller: string,
  option: EvaluationFolder,
  folder: string,
  { selection, index, signal, onProgress }: ScanFolderOptions,
): Promise<ImageFolder> {
  try {
    return await scanImageFolder(folder, {
      cacheBytes: 0,
      index,
      ...selection,
      ...(signal ? { signal } : {}),
      onProgress: ({ done, total }) => onProgress?.({ stage: "scan", done, total }),
    });
  } catch (cause) {
    if (signal?.aborted || !(cause instanceof ImageFolderError)) throw cause;
    throw new EvaluationError(
      caller,
      { code: "ERR_UNUSABLE_FOLDER", folder: option, reason: cause.reason },
      { cause },
    );
  }
}
