/** Reason why a folder cannot be used as an image folder. */
export type ImageFolderCode =
  | "ERR_MISSING_FOLDER"
  | "ERR_NOT_A_FOLDER"
  | "ERR_UNREADABLE_FOLDER"
  | "ERR_NO_IMAGES"
  | "ERR_NO_READABLE_IMAGES";

/** Thrown if a folder contains no images or cannot be read. `reason` completes a message that begins with "folder". */
export class ImageFolderError extends RangeError {
  override readonly name = "ImageFolderError";
  readonly code: ImageFolderCode;
  readonly path: string;
  /** Rule, actual state and remedy: "must be a folder of images, got cells: it does not exist. Give…". */
  readonly reason: string;

  constructor(code: ImageFolderCode, folder: string, reason: string, options?: ErrorOptions) {
    super(`scanImageFolder: folder ${reason}`, options);
    this.code = code;
    this.path = folder;
    this.reason = reason;
  }
}
