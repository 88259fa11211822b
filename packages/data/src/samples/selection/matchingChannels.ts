import type { ImageFault } from "../../formats/unreadableImageError.ts";
import { plural } from "../../text/numberText.ts";
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
 * Keep the images whose channels match those of most images: the same number and names. Gray and RGB images match each other, as do images
 * with and without names. Names are compared ignoring case.
 *
 * @param ignoreNames - Whether only the number must be the same: the channels were selected by index. Names that differ are dropped then.
 */
export function matchingChannels(samples: readonly ListedSample[], ignoreNames = false): MatchingChannels {
  if (ignoreNames) return { samples, channelNames: commonNames(samples), faults: new Map() };
  const counts = new Map<string, { count: number; sample: ListedSample }>();
  for (const sample of samples) {
    const kind = kindOf(sample);
    const entry = counts.get(kind);
    if (entry) entry.count++;
    else counts.set(kind, { count: 1, sample });
  }
  // Images without names count for every kind that they match.
  const kinds = [...counts.values()].map(({ sample }) => ({
    sample,
    count: [...counts.values()]
      .filter((other) => isMatch(other.sample, sample))
      .reduce((sum, { count }) => sum + count, 0),
  }));
  const most = kinds.reduce((best, kind) =>
    kind.count > best.count ||
    (kind.count === best.count && kind.sample.channelNames && !best.sample.channelNames)
      ? kind
      : best,
  ).sample;
  if (kinds.every(({ sample }) => isMatch(sample, most))) {
    return { samples, channelNames: most.channelNames, faults: new Map() };
  }
  const least = Math.min(...kinds.map(({ sample }) => sample.channels));
  const common = Array.from({ length: least }, (_, channel) => channel).join(",");
  const faults = new Map<string, ImageFault>();
  const kept = samples.filter((sample) => {
    if (isMatch(sample, most)) return true;
    faults.set(sample.file, {
      reason: `${describeKind(sample)}, unlike most images (${describeKind(most)})`,
      remedy: `Select channels that every file has, by index (--select-channels ${common}), or move it to another folder.`,
    });
    return false;
  });
  return { samples: kept, channelNames: most.channelNames, faults };
}

type Kind = Pick<ListedSample, "channels" | "channelNames">;

const isPlain = ({ channels, channelNames }: Kind): boolean =>
  !channelNames && (channels === 1 || channels === 3);

function isMatch(sample: Kind, other: Kind): boolean {
  if (isPlain(sample) && isPlain(other)) return true;
  if (sample.channels !== other.channels) return false;
  if (!sample.channelNames || !other.channelNames) return true;
  return areSameNames(sample.channelNames, other.channelNames);
}

const areSameNames = (names: readonly string[], others: readonly string[]): boolean => {
  const key = (name: string): string => name.normalize("NFC").trim().toLowerCase();
  return names.every((name, channel) => key(name) === key(others[channel]!));
};

/** Return the names of channels that all samples with names have. */
function commonNames(samples: readonly ListedSample[]): readonly string[] | undefined {
  const named = samples.flatMap(({ channelNames }) => (channelNames ? [channelNames] : []));
  return named.every((names) => areSameNames(names, named[0]!)) ? named[0] : undefined;
}

function kindOf(sample: Kind): string {
  return isPlain(sample) ? "plain" : JSON.stringify([sample.channels, sample.channelNames]);
}

function describeKind({ channels, channelNames }: Kind): string {
  const names = channelNames ? ` (${channelNames.join(", ")})` : "";
  return `of ${plural(channels, "channel")}${names}`;
}
