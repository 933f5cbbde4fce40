// Runs before the first paint, so that no theme flashes: a kept choice wins, else the system's. shell/theme.ts keeps it current.
let choice = null;
try {
  choice = localStorage.getItem("djdesk-theme");
} catch {
  // Storage may be forbidden: the system's theme then applies.
}
const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
document.documentElement.dataset.theme = choice === "light" || choice === "dark" ? choice : system;
