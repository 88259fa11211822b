/** Reads a flag's number; what is none stays text, so that the check of the settings can name it. */
export function numberFlag(text: string): number | string {
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? text : value;
}
