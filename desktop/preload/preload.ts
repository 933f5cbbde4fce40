/** The one preload. It gives the page no object: it listens to the page's document and sends the calls of the contract. */
import { watchDrops } from "./watch-drops.ts";
import { furnishFindBar, furnishNotice } from "./shell-pages.ts";

addEventListener("DOMContentLoaded", () => {
  const page = location.protocol === "data:" ? document.documentElement.dataset["shell"] : "desk";
  if (page === "desk") watchDrops();
  else if (page === "find") furnishFindBar();
  else if (page === "notice") furnishNotice();
});
