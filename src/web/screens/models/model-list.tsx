import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type KeyboardEvent } from "react";
import type { ModelFacts } from "../../../contract/shapes/facts.ts";
import { appColour } from "../../pieces/app-colour.ts";
import type { ModelSearch } from "./filter-models.ts";

interface Props {
  readonly slug: string;
  readonly models: readonly ModelFacts[];
  readonly selected: string | undefined;
  readonly search: ModelSearch;
}

/** Thousands of models as links; only those in sight are drawn. Arrow keys move between them. */
export const ModelList = ({ slug, models, selected, search }: Props) => {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: models.length, getScrollElement: () => scroller.current, estimateSize: () => 32, overscan: 12 });
  const selectedIndex = models.findIndex(({ label }) => label === selected);

  useEffect(() => {
    if (selectedIndex >= 0) virtual.scrollToIndex(selectedIndex, { align: "auto" });
  }, [selectedIndex, virtual]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    const focused = document.activeElement?.closest("[data-index]")?.getAttribute("data-index");
    const next = Math.min(models.length - 1, Math.max(0, Number(focused ?? -1) + step));
    event.preventDefault();
    virtual.scrollToIndex(next, { align: "auto" });
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"] a`)?.focus());
  };

  return (
    <div ref={scroller} className="model-list" onKeyDown={onKeyDown} role="presentation">
      <ul style={{ height: virtual.getTotalSize() }} aria-label="Models">
        {virtual.getVirtualItems().map((item) => {
          const model = models[item.index];
          if (model === undefined) return null;
          const first = models[item.index - 1]?.app !== model.app;
          return (
            <li key={model.label} data-index={item.index} style={{ transform: `translateY(${item.start}px)` }}>
              <Link
                to="/w/$slug/models"
                params={{ slug }}
                search={{ ...search, model: model.label }}
                className="model-row"
                data-open={model.label === selected}
                aria-current={model.label === selected ? "true" : undefined}
              >
                <svg width="8" height="8" aria-hidden>
                  <rect width="8" height="8" rx="2" fill={appColour(model.app)} />
                </svg>
                <span className="truncate" title={model.name}>
                  {model.name}
                </span>
                {kindOf(model) === null ? null : <span className="tag">{kindOf(model)}</span>}
                <span className={first ? "model-app" : "model-app model-app-same"}>{model.app}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
};

/** What a model is besides an ordinary table, in one word. */
export const kindOf = (model: ModelFacts): string | null => {
  if (model.abstract) return "abstract";
  if (model.proxy) return "proxy";
  if (model.auto_created) return "through";
  if (model.swapped !== null) return "swapped";
  return model.managed === false ? "unmanaged" : null;
};
