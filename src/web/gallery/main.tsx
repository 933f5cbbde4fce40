/**
 * The gallery: `?state=overview/huge` draws that screen of the real page in that state; without one, all are listed.
 * It is built for the tests and served in development (`npm run gallery`); users' pages have nothing of it.
 */
import "../style/tokens.css";
import "../style/base.css";
import "../style/pieces.css";
import { createMemoryHistory } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { answerRequests } from "./answer-requests.ts";
import { GalleryList } from "./gallery-list.tsx";
import { states } from "./states.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
const wanted = new URLSearchParams(location.search).get("state");
const state = states.find(({ name }) => name === wanted);
if (state === undefined) createRoot(root).render(<GalleryList />);
else {
  answerRequests(state.replies());
  const [{ drawPage }, { router }] = await Promise.all([import("../draw-page.tsx"), import("../routes.tsx")]);
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [state.path] }) });
  drawPage(root);
}
