import type { Dirent } from "node:fs";
import { lstat, readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { microscopeFault } from "../../formats/detectFormat.ts";
import { systemFault } from "../../formats/imageFaults.ts";
import { isImageContent } from "../../formats/openImage.ts";
import { notRegular } from "../../formats/openRegularFile.ts";
import type { ImageFault, UnreadableImage } from "../../formats/unreadableImageError.ts";
import { canonicalName } from "../../images/indexOfName.ts";
import { ImageFolderError } from "../imageFolderError.ts";

/** Supported file extensions, in any case. Folders in OME-Zarr format may have any name. */
export const IMAGE_EXTENSIONS: readonly string[] = [
  ".png",
  ".jpg",
  ".jpeg",
  ".tif",
  ".tiff",
  ".webp",
  ".gif",
  ".bmp",
  ".npy",
  ".npz",
];

const EXTENSIONS: ReadonlySet<string> = new Set(IMAGE_EXTENSIONS);

export interface ImageFileList {
  /** Absolute path of the folder; of the folder of the file, if a single file or Zarr folder was given. */
  readonly root: string;
  /** Whether a single file or Zarr folder was given. */
  readonly isSingle: boolean;
  /** Paths relative to the folder, with "/" as separator, sorted by UTF-16 code units of their composed forms: the same on every machine. */
  readonly names: readonly string[];
  /** Skipped subfolders (instance masks), relative and sorted like `names`. */
  readonly skippedFolders: readonly string[];
  /** Subfolders and links that cannot be followed, pipes and devices, and files whose extension is that of a microscope's own format. */
  readonly unreadable: readonly UnreadableImage[];
  /** Number of files that are not images by their name. */
  readonly otherFiles: number;
}

/**
 * List the image files of a folder and its subfolders, and the folders in Zarr format. Links are followed.
 *
 * Skipped: names that begin with a dot (including `.DS_Store` and `._name.png` from macOS), `__MACOSX` and `@eaDir` (thumbnails left by
 * archives and network drives), and folders named `masks`, which hold instance masks. Files without an extension are listed if their first
 * bytes are those of an image.
 *
 * @param place - A folder; or an image file or a Zarr folder, which is listed alone.
 * @param anyFile - Whether a single file of any kind is listed alone.
 * @throws ImageFolderError if the folder does not exist, is another file or cannot be read, with the system error as cause; the signal's
 * reason if it is aborted.
 */
export async function listImageFiles(
  place: string,
  { anyFile = false, signal }: { readonly anyFile?: boolean; readonly signal?: AbortSignal | undefined } = {},
): Promise<ImageFileList> {
  const folder = path.resolve(place);
  if (await isSingleImage(folder, anyFile)) {
    const alone = { skippedFolders: [], unreadable: [], otherFiles: 0 };
    return { root: path.dirname(folder), isSingle: true, names: [path.basename(folder)], ...alone };
  }
  const names: string[] = [];
  const skippedFolders: string[] = [];
  const unreadable: UnreadableImage[] = [];
  const visits = new Map<string, number>();
  let otherFiles = 0;

  async function walk(below: string, ancestors: readonly string[]): Promise<void> {
    signal?.throwIfAborted();
    const here = path.join(folder, below);
    // A link to an ancestor would cause infinite recursion; links between folders, a path for each of their orders.
    const real = await realpath(here);
    if (ancestors.includes(real)) return;
    const visit = (visits.get(real) ?? 0) + 1;
    visits.set(real, visit);
    if (visit > MAX_VISITS) {
      if (visit === MAX_VISITS + 1) unreadable.push({ path: here, ...MANY_LINKS });
      return;
    }
    const entries = await readdir(here, { withFileTypes: true });
    if (below !== "" && isZarr(entries)) {
      names.push(below);
      return;
    }
    const subfolders: string[] = [];
    for (const entry of entries) {
      const name = below ? `${below}/${entry.name}` : entry.name;
      if (entry.name.startsWith(".") || JUNK.has(entry.name)) continue;
      const file = path.resolve(folder, name);
      const addFault = ({ reason, remedy }: ImageFault): void => {
        unreadable.push({ path: file, reason, remedy });
      };
      try {
        // Waiting takes longer than everything else for a large folder.
        const kind = entry.isSymbolicLink() ? kindOf(await stat(file)) : kindOf(entry);
        const extension = path.extname(entry.name).toLowerCase();
        const isImage = EXTENSIONS.has(extension) || OTHER_IMAGES.test(entry.name);
        if (kind === "folder") {
          if (entry.name.toLowerCase() === "masks") skippedFolders.push(name);
          else if (await isDecodedName(file)) subfolders.push(name);
          else addFault(UNDECODED_NAME);
        } else if (isImage || (extension === "" && kind === "file" && (await isImageContent(file)))) {
          const fault =
            kind === "file"
              ? (microscopeFault(entry.name) ?? ((await isDecodedName(file)) ? undefined : UNDECODED_NAME))
              : notRegular();
          if (fault) addFault(fault);
          else names.push(name);
        } else {
          otherFiles++;
        }
      } catch (error) {
        signal?.throwIfAborted();
        const isBroken = entry.isSymbolicLink() && (error as NodeJS.ErrnoException).code === "ENOENT";
        addFault(isBroken ? BROKEN_LINK : systemFault(error));
      }
    }
    for (const name of subfolders.sort()) {
      try {
        await walk(name, [...ancestors, real]);
      } catch (error) {
        signal?.throwIfAborted();
        unreadable.push({ path: path.resolve(folder, name), ...systemFault(error) });
      }
    }
  }
  try {
    await walk("", []);
  } catch (error) {
    signal?.throwIfAborted();
    throw unusableFolder(folder, error);
  }
  return {
    root: folder,
    isSingle: false,
    names: sortNames(names),
    skippedFolders: skippedFolders.sort(),
    unreadable,
    otherFiles,
  };
}

/** Number of paths by which a folder is read. */
const MAX_VISITS = 8;

const MANY_LINKS = {
  reason: `a folder that links reach by more than ${MAX_VISITS} paths`,
  remedy: "Remove links between folders.",
};

/** Sort by composed names, so that decomposed ones, as macOS writes them, have the same order. */
function sortNames(names: string[]): string[] {
  if (names.every((name) => name === canonicalName(name))) return names.sort();
  return names
    .map((name) => ({ name, key: canonicalName(name) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}

/** Other extensions of images and of microscopes. Some of these files are TIFF files, others are named as unreadable. */
const OTHER_IMAGES =
  /\.(lsm|stk|svs|ndpi|scn|qptiff|tf[28]|btf|(?<!companion\.)ome|czi|lif|lof|nd2|oi[bf]|vsi|ets|zvi|ims|mrxs|dv|dcm|h5|hdf5|mrc|fits|jp2|jxl|avif|hei[cf]|p[bgnp]m|tga|exr|zarr\.zip|ozx)$/i;

const BROKEN_LINK = {
  reason: "a link to a file that does not exist",
  remedy: "Remove the link, or restore the file.",
};

const UNDECODED_NAME = { reason: "its name is not valid UTF-8", remedy: "Rename it." };

/** Whether a name is as in the file system: bytes that are not UTF-8 are replaced when a folder is listed. */
async function isDecodedName(file: string): Promise<boolean> {
  if (!file.includes("\ufffd")) return true;
  return await lstat(file).then(
    () => true,
    () => false,
  );
}

const JUNK = new Set(["__MACOSX", "@eaDir"]);

function kindOf(found: Pick<Dirent, "isDirectory" | "isFile">): "file" | "folder" | "other" {
  return found.isDirectory() ? "folder" : found.isFile() ? "file" : "other";
}

/** Whether a folder holds the metadata of Zarr 2 or 3. */
function isZarr(entries: readonly Dirent[]): boolean {
  return entries.some(({ name }) => ZARR_FILES.has(name));
}

const ZARR_FILES = new Set([".zattrs", ".zgroup", ".zarray", "zarr.json"]);

/** Whether a path is a single image file or Zarr folder. @throws ImageFolderError if it is neither this nor a folder. */
async function isSingleImage(place: string, anyFile: boolean): Promise<boolean> {
  try {
    if ((await stat(place)).isDirectory()) return isZarr(await readdir(place, { withFileTypes: true }));
  } catch (error) {
    throw unusableFolder(place, error);
  }
  if (anyFile || EXTENSIONS.has(path.extname(place).toLowerCase())) return true;
  throw new ImageFolderError(
    "ERR_NOT_A_FOLDER",
    place,
    `must be a folder of images, or an image file, got ${place}, another file. Give its folder.`,
  );
}

function unusableFolder(folder: string, cause: unknown): ImageFolderError {
  const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
  const reason = missing
    ? "it does not exist. Give the folder that holds the images"
    : `${systemFault(cause).reason}. Give a folder with read permission`;
  return new ImageFolderError(
    missing ? "ERR_MISSING_FOLDER" : "ERR_UNREADABLE_FOLDER",
    folder,
    `must be a folder of images, got ${folder}: ${reason}.`,
    { cause },
  );
}
