/**
 * - `ERR_RUN_EXISTS`: the folder already holds a run. Resume it, replace it with `force`, or choose another folder.
 * - `ERR_NO_RUN`: there is no run to resume.
 * - `ERR_NO_CHECKPOINT`: the run was stopped before its first checkpoint.
 * - `ERR_RUN_SETTINGS`: its settings file is missing or damaged.
 * - `ERR_IMAGES_CHANGED`: the images have changed since the run was started.
 */
export type RunFolderErrorCode =
  | "ERR_RUN_EXISTS"
  | "ERR_NO_RUN"
  | "ERR_NO_CHECKPOINT"
  | "ERR_RUN_SETTINGS"
  | "ERR_IMAGES_CHANGED";

/** Thrown if the folder of a run cannot be used as requested. The folder is unchanged. */
export class RunFolderError extends Error {
  override readonly name = "RunFolderError";
  readonly code: RunFolderErrorCode;
  /** Absolute path of the run's folder. */
  readonly folder: string;
  /** For `ERR_RUN_SETTINGS`: what is wrong with the settings file. */
  readonly reason: string | undefined;

  constructor(
    code: RunFolderErrorCode,
    folder: string,
    message: string,
    { reason, ...options }: ErrorOptions & { readonly reason?: string } = {},
  ) {
    super(`trainFolder: ${message}`, options);
    this.code = code;
    this.folder = folder;
    this.reason = reason;
  }
}
