import type { ImageFault } from "../../formats/unreadableImageError.ts";
import { plural } from "../../text/numberText.ts";
import { shellWord } from "../../text/shellWord.ts";
import type { ListedSample } from "./listSamples.ts";

/** Images of a set that can be used together, and the others. */
export interface MatchingChannels {
  readonly samples: readonly ListedSample[];
  /** Names of the channels of the images, if they have names. */
  readonly channelNames: readonly string[] | undefined;
  /** Files whose channels differ from those of most images, with the reason. */
  readonly faults: ReadonlyMap<string, ImageFault>;
}

/**
 * Keep the images whose channels match those of most images: the same number and names. Channels of the same names in another order are
 * reordered, with a note. Gray and RGB images match each other, as do images with and without names. Names are compared ignoring case.
 *
 * @param ignoreNames - Whether only the number must be the same: the channels were selected by index. Names that differ are dropped then.
 */
export function matchingChannels(samples: readonly ListedSample[], ignoreNames = false): MatchingChannels {
  if (ignoreNames) return { samples, channelNames: commonNames(samples), faults: new Map() };
  const kinds = kindsOf(samples);
  const most = mostFrequent(kinds);
  if (kinds.every(({ sample }) => isMatch(sample, most))) {
    return { samples, channelNames: most.channelNames, faults: new Map() };
  }
  const remedy = remedyFor(kinds.map(({ sample }) => sample));
  const faults = new Map<string, ImageFault>();
  const kept = samples.flatMap((sample) => {
    if (isMatch(sample, most)) return [sample];
    const order = orderOfNames(sample, most);
    if (order) return [reordered(sample, order)];
    faults.set(sample.file, {
      reason: `${describeKind(sample)} instead of the ${describeKind(most)} of most images`,
      remedy,
    });
    return [];
  });
  return { samples: kept, channelNames: most.channelNames, faults };
}

type Kind = Pick<ListedSample, "channels" | "channelNames">;

interface CountedKind {
  readonly sample: ListedSample;
  readonly count: number;
}

/** Return one sample of each number and names of channels, with the number of samples. */
function kindsOf(samples: readonly ListedSample[]): CountedKind[] {
  const kinds = new Map<string, { count: number; sample: ListedSample }>();
  for (const sample of samples) {
    const key = isPlain(sample) ? "plain" : JSON.stringify([sample.channels, sample.channelNames]);
    const kind = kinds.get(key);
    if (kind) kind.count++;
    else kinds.set(key, { count: 1, sample });
  }
  return [...kinds.values()];
}

/**
 * Return a sample of the kind that most samples match, in the most frequent order of its channels. Samples without names count for every kind
 * that they match.
 */
function mostFrequent(kinds: readonly CountedKind[]): ListedSample {
  const countOf = (isCounted: (other: Kind) => boolean): number =>
    kinds.filter(({ sample }) => isCounted(sample)).reduce((sum, { count }) => sum + count, 0);
  const ranked = kinds.map(({ sample }) => ({
    sample,
    rank: [
      countOf((other) => isMatch(other, sample) || orderOfNames(other, sample) !== undefined),
      countOf((other) => isMatch(other, sample)),
      sample.channelNames ? 1 : 0,
    ],
  }));
  return ranked.reduce((best, kind) => (isGreater(kind.rank, best.rank) ? kind : best)).sample;
}

/** Whether the first different number of a list is the greater one. */
function isGreater(values: readonly number[], others: readonly number[]): boolean {
  const first = values.findIndex((value, index) => value !== others[index]);
  return first >= 0 && values[first]! > others[first]!;
}

/** Propose channels that all kinds have: by name if they have any in common, else by index. */
function remedyFor(kinds: readonly Kind[]): string {
  const names = kinds.every(({ channelNames }) => channelNames !== undefined)
    ? kinds[0]!.channelNames!.filter((name) =>
        kinds.every(({ channelNames }) => channelNames!.some((other) => keyOf(other) === keyOf(name))),
      )
    : [];
  const least = Math.min(...kinds.map(({ channels }) => channels));
  const indices = Array.from({ length: least }, (_, channel) => channel).join(",");
  const selection =
    names.length > 0
      ? `--select-channels ${shellWord(names.join(","))}`
      : `by index: --select-channels ${indices}`;
  return `Select channels that every file has (${selection}), or move it to another folder.`;
}

const isPlain = ({ channels, channelNames }: Kind): boolean =>
  !channelNames && (channels === 1 || channels === 3);

function isMatch(sample: Kind, other: Kind): boolean {
  if (isPlain(sample) && isPlain(other)) return true;
  if (sample.channels !== other.channels) return false;
  if (!sample.channelNames || !other.channelNames) return true;
  return areSameNames(sample.channelNames, other.channelNames);
}

/** Return the index of each channel of `other` in `sample`; undefined unless both have the same names, each once. */
function orderOfNames({ channelNames: names }: Kind, { channelNames: others }: Kind): number[] | undefined {
  if (!names || !others || names.length !== others.length) return undefined;
  const keys = names.map(keyOf);
  const order = others.map((name) => keys.indexOf(keyOf(name)));
  return order.every((index) => index >= 0) && new Set(order).size === order.length ? order : undefined;
}

/** Return a sample with its channels in another order. */
function reordered(sample: ListedSample, order: readonly number[]): ListedSample {
  const { plane, channelNames, notes = [] } = sample;
  return {
    ...sample,
    plane: { ...plane, channels: order.map((index) => plane?.channels?.[index] ?? index) },
    channelNames: order.map((index) => channelNames![index]!),
    notes: [
      ...notes,
      `The channels are in another order (${channelNames!.join(", ")}) and are matched by name.`,
    ],
  };
}

const keyOf = (name: string): string => name.normalize("NFC").trim().toLowerCase();

const areSameNames = (names: readonly string[], others: readonly string[]): boolean =>
  names.every((name, channel) => keyOf(name) === keyOf(others[channel]!));

/** Return the names of channels that all samples with names have. */
function commonNames(samples: readonly ListedSample[]): readonly string[] | undefined {
  const named = samples.flatMap(({ channelNames }) => (channelNames ? [channelNames] : []));
  return named.every((names) => areSameNames(names, named[0]!)) ? named[0] : undefined;
}

function describeKind({ channels, channelNames }: Kind): string {
  const names = channelNames ? ` (${channelNames.join(", ")})` : "";
  return `${plural(channels, "channel")}${names}`;
}
