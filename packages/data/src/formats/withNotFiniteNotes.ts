import type { CellImage } from "../images/cellImage.ts";
import type { ImageSource } from "../images/imageSource.ts";
import { isFloatType } from "../images/pixelType.ts";
import { requestedPlane } from "./requestedPlane.ts";

/** Return a source whose notes have the number of pixels read so far that are NaN or infinite in a channel. */
export function withNotFiniteNotes<Source extends ImageSource>(source: Source): Source {
  if (!isFloatType(source.pixelType)) return source;
  // Pixels that are read twice count once.
  const counts = new Map<string, number>();
  const counting: Pick<ImageSource, "notes" | "read"> = {
    get notes() {
      const count = [...counts.values()].reduce((sum, n) => sum + n, 0);
      if (count === 0) return source.notes;
      const note = `${count} of the pixels read are NaN or infinite; training and results have finite values instead.`;
      return [...source.notes, note];
    },
    async read(request) {
      const image = await source.read(request);
      const count = notFinite(image);
      if (count > 0) {
        const { image: index, z, time, window } = requestedPlane("read", source, request);
        counts.set([index, z, time, window.left, window.top, window.width, window.height].join(), count);
      }
      return image;
    },
  };
  return Object.defineProperties({ ...source }, Object.getOwnPropertyDescriptors(counting));
}

function notFinite({ data, channels }: CellImage): number {
  let count = 0;
  for (let i = 0; i < data.length; i += channels) {
    for (let c = 0; c < channels; c++) {
      if (!Number.isFinite(data[i + c]!)) {
        count++;
        break;
      }
    }
  }
  return count;
}
