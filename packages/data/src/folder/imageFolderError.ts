/** Why a folder cannot be used as a folder of images. */
export type ImageFolderCode =
  | "ERR_MISSING_FOLDER"
  | "ERR_NOT_A_FOLDER"
  | "ERR_UNREADABLE_FOLDER"
  | "ERR_NO_IMAGES"
  | "ERR_NO_READABLE_IMAGES";

/** A folder that holds no images, or cannot be read. `reason` completes "folder …" in an error of the caller's. */
export class ImageFolderError extends RangeError {
  override readonly name = "ImageFolderError";
  readonly code: ImageFolderCode;
  readonly path: string;
  /** What the folder must be, what it is, and the remedy: "must be a folder of images, got cells: it does not exist. Give…". */
  readonly reason: string;

  constructor(code: ImageFolderCode, folder: string, reason: string, options?: ErrorOptions) {
    super(`scanImageFolder: folder ${reason}`, options);
    this.code = code;
    this.path = folder;
    this.reason = reason;
  }
}
