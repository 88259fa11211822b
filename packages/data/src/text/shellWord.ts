/** Quote a word for a shell. Words of letters, digits and `_@%+=:,./-` are returned unchanged. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
