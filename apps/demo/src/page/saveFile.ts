/** Save a file through the browser's download. */
export function saveFile(contents: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(contents);
  link.download = name;
  link.click();
  // The browser has read the contents by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
