import { drawPage } from "./draw-page.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
drawPage(root);
