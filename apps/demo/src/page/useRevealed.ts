import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Return a ref whose element scrolls into view when `holds` becomes true and the element starts in the lower half of the window. */
export function useRevealed(holds: boolean): RefObject<HTMLElement | null> {
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (!holds || !element.current) return;
    const { top } = element.current.getBoundingClientRect();
    if (top > 0.5 * innerHeight) element.current.scrollIntoView();
  }, [holds]);
  return element;
}
