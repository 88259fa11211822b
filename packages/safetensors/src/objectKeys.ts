/**
 * Return the keys of the outermost object of a JSON text, including duplicates. `JSON.parse` silently keeps only the last duplicate.
 *
 * @param json - A JSON object that `JSON.parse` accepts.
 */
export function objectKeys(json: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  let keyFollows = false;
  for (let i = 0; i < json.length; i++) {
    const character = json[i];
    if (character === "{" || character === "[") keyFollows = ++depth === 1;
    else if (character === "}" || character === "]") depth--;
    else if (character === "," && depth === 1) keyFollows = true;
    else if (character === '"') {
      const start = i++;
      while (json[i] !== '"') i += json[i] === "\\" ? 2 : 1;
      if (keyFollows) keys.push(JSON.parse(json.slice(start, i + 1)) as string);
      keyFollows = false;
    }
  }
  return keys;
}
