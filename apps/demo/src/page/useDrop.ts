import { useLayoutEffect, useRef, useState } from "preact/hooks";

/**
 * Accepts what is dropped anywhere on the page, while that is wanted. At other times files that are dragged over the page are shown to be
 * refused: the browser would open them instead of the page.
 *
 * @param take - Must read the items at once: they are gone when it returns.
 * @returns Whether something that can be dropped is over the page now.
 */
export function useDrop(isWanted: boolean, take: (items: DataTransferItemList) => void): boolean {
  const [isOver, setOver] = useState(false);
  // Set while rendering: an effect runs later than what the user sees, and a drop in between would meet the previous state.
  const latest = useRef({ isWanted, take });
  latest.current = { isWanted, take };
  useLayoutEffect(() => {
    const over = (event: DragEvent): void => {
      const { dataTransfer } = event;
      if (!dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      dataTransfer.dropEffect = latest.current.isWanted ? "copy" : "none";
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(false);
      if (latest.current.isWanted) latest.current.take(event.dataTransfer.items);
    };
    document.addEventListener("dragover", over);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
    };
  }, []);
  return isOver && isWanted;
}
