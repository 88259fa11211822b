/**
 * Return the form of a name by which names are compared: composed Unicode (NFC).
 *
 * macOS and archives made there decompose accents (NFD), so that equal names can differ in their code units.
 */
export function canonicalName(name: string): string {
  return name.normalize("NFC");
}

/** Return the index of a name in a list, whether accents are composed or not; -1 if it is not there. */
export function indexOfName(names: readonly string[], name: string): number {
  const wanted = canonicalName(name);
  return names.findIndex((each) => canonicalName(each) === wanted);
}
