import { damaged, FaultError } from "../faultError.ts";

type Value = string | boolean | readonly number[];

/**
 * Parse the header text of a .npy file: a Python dictionary with the keys `descr`, `fortran_order` and `shape`.
 *
 * @throws FaultError if the text is anything else.
 */
export function parseNpyDict(text: string): {
  descr: string;
  fortranOrder: boolean;
  shape: readonly number[];
} {
  const scan = scanner(text);
  const entries = new Map<string, Value>();
  scan.take(/\{/y);
  while (!scan.has(/\}/y)) {
    const key = scan.string();
    if (entries.has(key)) throw damaged(`the header has the key ${JSON.stringify(key)} twice`);
    scan.take(/:/y);
    entries.set(key, scan.value());
    if (!scan.has(/,/y)) {
      scan.take(/\}/y);
      break;
    }
  }
  scan.take(/$/y);
  const descr = entries.get("descr");
  const fortranOrder = entries.get("fortran_order");
  const shape = entries.get("shape");
  if (
    entries.size !== 3 ||
    typeof descr !== "string" ||
    typeof fortranOrder !== "boolean" ||
    !isShape(shape)
  ) {
    throw damaged("the header must have descr, fortran_order and shape");
  }
  return { descr, fortranOrder, shape };
}

const isShape = (value: Value | undefined): value is readonly number[] => typeof value === "object";

/** Read tokens from a text, with white space before each. */
function scanner(text: string) {
  let position = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    const space = /\s*/y;
    space.lastIndex = position;
    space.exec(text);
    pattern.lastIndex = space.lastIndex;
    const found = pattern.exec(text);
    if (found) position = pattern.lastIndex;
    return found;
  };
  const take = (pattern: RegExp): RegExpExecArray => {
    const found = match(pattern);
    if (!found) throw damaged(`the header is not a Python dictionary at character ${position}`);
    return found;
  };
  const string = (): string => {
    const [, single, double] = take(/'([^'\\\n]*)'|"([^"\\\n]*)"/y);
    return single ?? double!;
  };
  const value = (): Value => {
    const bool = match(/(True|False)\b/y);
    if (bool) return bool[1] === "True";
    if (match(/\(/y)) return tuple();
    if (match(/\[/y)) {
      throw new FaultError(
        "an array of records (structured type)",
        "Save one of its fields: numpy.save(file, array['field']).",
      );
    }
    return string();
  };
  const tuple = (): number[] => {
    const items: number[] = [];
    while (!match(/\)/y)) {
      const item = Number(take(/(\d+)L?/y)[1]);
      if (!Number.isSafeInteger(item)) throw damaged(`the shape has the side ${item}`);
      items.push(item);
      if (match(/,/y)) continue;
      take(/\)/y);
      break;
    }
    return items;
  };
  return { take, string, value, has: (pattern: RegExp) => match(pattern) !== null };
}
