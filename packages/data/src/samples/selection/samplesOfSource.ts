import { FaultError } from "../../formats/faultError.ts";
import { MAX_CHANNELS } from "../../images/cellImage.ts";
import type { PlanePosition } from "../../images/imageSource.ts";
import type { SamplePlane } from "./samplePlane.ts";
import { DEFAULT_SELECTION, type SampleSelection } from "./sampleSelection.ts";
import type { SourceHeader } from "./sourceHeader.ts";

/** Image of a file. */
export interface SourceSample {
  /** Distinguishes the images of a file in their names, such as "#z3t0"; "" for the only image. */
  readonly suffix: string;
  /** Part of the file; undefined for a file that is one image, used as it is. */
  readonly plane: SamplePlane | undefined;
  /** Class of the image, if the file holds labels. */
  readonly label: number | undefined;
}

/**
 * List the images of a file: each plane or projection that is selected, in the order image, time, focal plane.
 *
 * Suffixes have leading zeros, so that names in the order of the planes are sorted.
 *
 * @throws FaultError if the file does not have a selected channel, focal plane or time point, or has too many channels.
 */
export function samplesOfSource(header: SourceHeader, selection: SampleSelection = {}): SourceSample[] {
  const { images, depth, times, split, labels } = header;
  const z = selection.z ?? DEFAULT_SELECTION.z;
  const time = selection.time ?? DEFAULT_SELECTION.time;
  const channels = selectedChannels(header, selection.channels);
  const allImages = Array.from({ length: images }, (_, image) => image);
  const projection = depth > 1 && (z === "max" || z === "mean") ? z : undefined;
  const focalPlanes = z === "all" || typeof z === "number" ? positions("focal plane", z, depth) : [0];
  const timePoints = positions("time point", time, times);
  const shared = {
    ...(split !== undefined && { split }),
    ...(channels && { channels }),
    ...(projection && { projection }),
  };
  const isPlain = images === 1 && depth === 1 && times === 1 && Object.keys(shared).length === 0;
  if (isPlain) return [{ suffix: "", plane: undefined, label: labels?.[0] }];
  return allImages.flatMap((image) =>
    timePoints.flatMap((t) =>
      focalPlanes.map((plane) => {
        const position: PlanePosition = {
          ...(image > 0 && { image }),
          ...(plane > 0 && { z: plane }),
          ...(t > 0 && { time: t }),
        };
        const parts = [
          images > 1 ? padded(image, images) : "",
          depth > 1 && !projection ? `z${padded(plane, depth)}` : "",
          times > 1 ? `t${padded(t, times)}` : "",
        ].join("");
        const name = [split, parts].filter(Boolean).join("/");
        return {
          suffix: name === "" ? "" : `#${name}`,
          plane: { ...position, ...shared },
          label: labels?.[image],
        };
      }),
    ),
  );
}

/** Return the selected positions of an axis. */
function positions(name: string, selected: "all" | number, count: number): number[] {
  if (selected === "all") return Array.from({ length: count }, (_, position) => position);
  if (selected >= count) {
    throw new FaultError(
      `without ${name} ${selected}: it has ${count}, counted from 0`,
      `Select a ${name} that every file has (${name === "time point" ? "--time" : "--z"}).`,
    );
  }
  return [selected];
}

const padded = (position: number, count: number): string =>
  String(position).padStart(String(count - 1).length, "0");

/**
 * Return the indices of the selected channels; undefined for all.
 *
 * Channels of images without channel names are also called red, green and blue, or gray, if there are three or one of them.
 *
 * @throws FaultError if the file does not have a channel, one is selected by index and by name, or there are too many and none are selected.
 */
function selectedChannels(
  { channels: count, channelNames }: Pick<SourceHeader, "channels" | "channelNames">,
  selected: SampleSelection["channels"],
): readonly number[] | undefined {
  const names = channelNames ?? (count === 3 ? ["red", "green", "blue"] : count === 1 ? ["gray"] : []);
  if (selected === undefined) {
    if (count <= MAX_CHANNELS) return undefined;
    const list = channelNames ? ` (${channelNames.slice(0, 12).join(", ")})` : "";
    throw new FaultError(
      `${count} channels${list}, of which at most ${MAX_CHANNELS} can be used`,
      "Select some of its channels (--select-channels).",
    );
  }
  const indices = selected.map((channel) => {
    const index = typeof channel === "number" ? channel : indexOfChannel(names, channel);
    if (index >= 0 && index < count) return index;
    const has = `${count === 1 ? "it has one channel" : `it has ${count} channels`}${names.length > 0 ? ` (${names.join(", ")})` : ""}`;
    throw new FaultError(
      `without channel ${typeof channel === "number" ? channel : JSON.stringify(channel)}: ${has}`,
      "Select channels that every file has (--select-channels).",
    );
  });
  const repeated = indices.findIndex((channel, at) => indices.indexOf(channel) < at);
  if (repeated >= 0) {
    throw new FaultError(
      `channel ${indices[repeated]} is selected twice, as ${selected[indices.indexOf(indices[repeated]!)]} and ${selected[repeated]}`,
      "Select each channel once (--select-channels).",
    );
  }
  return indices.length === count && indices.every((channel, index) => channel === index)
    ? undefined
    : indices;
}

function indexOfChannel(names: readonly string[], name: string): number {
  const key = (text: string): string => text.normalize("NFC").trim().toLowerCase();
  return names.findIndex((each) => key(each) === key(name));
}
