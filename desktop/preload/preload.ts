/** The one preload. It gives the page no object: it listens to the page's document and sends the calls of the contract. */
import { watchDrops } from "./watch-drops.ts";
import { furnishFindBar, furnishNotice } from "./shell-pages.ts";

if (location.protocol === "data:") {
  addEventListener("DOMContentLoaded", () => {
    const page = document.documentElement.dataset["shell"];
    if (page === "find") furnishFindBar();
    else if (page === "notice") furnishNotice();
  });
} else watchDrops();
