/** Return the name of the folder for the images of a class: the class with characters replaced that some systems do not allow. */
export function classFolder(className: string): string {
  const name = className.normalize("NFC").replace(/[\\/:*?"<>|\p{Cc}]/gu, "_");
  const safe = name.replace(/^\.+|[. ]+$/g, "_");
  // Folders named masks are skipped when images are read.
  return /^masks$/i.test(safe) ? `${safe}_` : safe || "_";
}
