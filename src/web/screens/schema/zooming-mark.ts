/** Marks the drawing while its zoom changes, for the style sheet: past React, which has nothing else to do then. */
export interface ZoomingMark {
  readonly attach: (drawing: HTMLElement | null) => void;
  readonly start: (zoom: number) => void;
  readonly move: (zoom: number) => void;
  readonly end: () => void;
}

export const createZoomingMark = (): ZoomingMark => {
  let drawing: HTMLElement | null = null;
  let first = 1;
  return {
    attach(element) {
      drawing = element;
    },
    start(zoom) {
      first = zoom;
    },
    move(zoom) {
      if (zoom !== first) drawing?.setAttribute("data-zooming", "");
    },
    end() {
      drawing?.removeAttribute("data-zooming");
    },
  };
};
