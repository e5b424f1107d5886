// Shows what a chosen person could do without loading the whole page; without this file a link does the same.

const composer = document.querySelector("[data-composer]");
const panel = composer?.querySelector(".composer__panel");
let last = null;
let asked = 0;

function mark(link) {
  for (const other of composer.querySelectorAll("[data-who][aria-current]")) other.removeAttribute("aria-current");
  for (const row of composer.querySelectorAll(".match__person--chosen")) row.classList.remove("match__person--chosen");
  link.setAttribute("aria-current", "true");
  link.closest(".match__person")?.classList.add("match__person--chosen");
}

async function show(link) {
  const turn = ++asked;
  last = link;
  mark(link);
  panel.setAttribute("aria-busy", "true");
  try {
    const url = `${composer.dataset.composer}?wie=${encodeURIComponent(link.dataset.who)}`;
    const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return location.assign(link.href);
    const text = await answer.text();
    if (turn !== asked) return;
    panel.innerHTML = text;
    history.replaceState(null, "", link.href);
    panel.querySelector("h2").focus();
    panel.scrollIntoView({ block: "nearest" });
  } catch {
    location.assign(link.href);
  } finally {
    panel.removeAttribute("aria-busy");
  }
}

composer?.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-who]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  show(link);
});

panel?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && last?.isConnected) last.focus();
});
