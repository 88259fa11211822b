import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** An element that comes into view, in a small window, when this begins to hold. */
export function useRevealed(holds: boolean): RefObject<HTMLElement | null> {
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (!holds || !element.current) return;
    const { top } = element.current.getBoundingClientRect();
    if (top > 0.5 * innerHeight) element.current.scrollIntoView();
  }, [holds]);
  return element;
}
