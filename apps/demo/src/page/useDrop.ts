import { useLayoutEffect, useRef, useState } from "preact/hooks";

/**
 * Accept drops anywhere on the page while `isWanted`. At other times refuse dragged files, which the browser would
 * otherwise open in place of the page.
 *
 * @param take - Must read the items synchronously: they are invalid after it returns.
 * @returns Whether an acceptable item is being dragged over the page.
 */
export function useDrop(isWanted: boolean, take: (items: DataTransferItemList) => void): boolean {
  const [isOver, setOver] = useState(false);
  // Set while rendering: an effect runs after the paint, and a drop in between would use the previous state.
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
