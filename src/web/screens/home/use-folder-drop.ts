import { useEffect, useEffectEvent, useState } from "react";
import { readDrop, type Dropped } from "./read-drop.ts";

/** `dragover` comes every half second at most; its absence is the only sure sign of a drag that was given up. */
const hoverMs = 700;

const toDropped = (data: DataTransfer): Dropped =>
  readDrop({
    addresses: data.getData("text/uri-list"),
    text: data.getData("text/plain"),
    names: [...data.files].map(({ name }) => name),
  });

/** Words dragged within the page, into the field say, are left to the browser. */
const isFromOutside = (event: DragEvent): boolean =>
  event.dataTransfer !== null &&
  event.dataTransfer.types.some((type) => type === "Files" || type === "text/uri-list") &&
  // Who has taken the drop already is not disturbed.
  !event.defaultPrevented;

/** Takes folders dropped anywhere on the page; true while one hovers. */
export const useFolderDrop = (onDrop: (dropped: Dropped) => void): boolean => {
  const [over, setOver] = useState(false);
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    let timer: number | undefined;
    const hover = (event: DragEvent): void => {
      if (!isFromOutside(event)) return;
      event.preventDefault();
      setOver(true);
      clearTimeout(timer);
      timer = window.setTimeout(() => setOver(false), hoverMs);
    };
    const take = (event: DragEvent): void => {
      clearTimeout(timer);
      setOver(false);
      if (!isFromOutside(event) || event.dataTransfer === null) return;
      event.preventDefault();
      drop(toDropped(event.dataTransfer));
    };
    addEventListener("dragenter", hover);
    addEventListener("dragover", hover);
    addEventListener("drop", take);
    return () => {
      clearTimeout(timer);
      removeEventListener("dragenter", hover);
      removeEventListener("dragover", hover);
      removeEventListener("drop", take);
    };
  }, []);
  return over;
};
