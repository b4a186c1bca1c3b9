// Turns the wall's pages; stops for a key, for the pointer on the buttons, and for who wants no motion.
const SECONDS = 20;
const ASKS_SECONDS = 60;

const pages = [...document.querySelectorAll(".wall-page")];
const pause = document.getElementById("pause");
const place = document.getElementById("place");
const still = matchMedia("(prefers-reduced-motion: reduce)");
let at = Math.max(0, Math.min(pages.length - 1, Number(location.hash.slice(1)) - 1 || 0));
let paused = still.matches;
let turned = Date.now();

function show() {
  pages.forEach((page, number) => { page.hidden = number !== at; });
  place.textContent = `${at + 1} / ${pages.length}`;
  pause.setAttribute("aria-pressed", String(paused));
  history.replaceState(null, "", `#${at + 1}`);
}

function turn(by) {
  at = (at + by + pages.length) % pages.length;
  turned = Date.now();
  show();
}

function toggle() {
  paused = !paused;
  turned = Date.now();
  show();
}

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
}

document.body.classList.add("turning");
document.getElementById("previous").addEventListener("click", () => turn(-1));
document.getElementById("next").addEventListener("click", () => turn(1));
document.getElementById("full").addEventListener("click", full);
pause.addEventListener("click", toggle);
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const onControl = document.activeElement.matches("a, button");
  if (event.key === "ArrowRight") turn(1);
  else if (event.key === "ArrowLeft") turn(-1);
  else if (event.key === " " && !onControl) { event.preventDefault(); toggle(); }
  else if (event.key.toLowerCase() === "f") full();
});

setInterval(() => {
  const reading = document.activeElement.matches(".wall-page a");
  if (!paused && !reading && Date.now() - turned >= SECONDS * 1000) turn(1);
}, 250);

setInterval(async () => {
  try {
    const answer = await fetch(document.body.dataset.asks, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { edition } = await answer.json();
    if (edition !== document.body.dataset.edition) location.reload();
  } catch {
    // The network comes and goes; the wall keeps what it shows, with its edition.
  }
}, ASKS_SECONDS * 1000);

show();
