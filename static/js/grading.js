// The grading page works without this file: it shows the grade so far, saves drafts and lets the keys choose.

const POINTS = [4, 6, 8, 10];
const PAUSE = 1500;
const RETRY = 15000;
const REFUSED = [400, 409, 413, 422];

const form = document.getElementById("grading");
const saved = document.getElementById("saved");

/** The grade over what is chosen, for the eye only; the server computes the one that counts. */
function showGrade() {
  let weight = 0;
  let points = 0;
  let chosen = 0;
  for (const criterion of form.querySelectorAll("[data-weight]")) {
    const level = criterion.querySelector("input[type=radio]:checked");
    if (!level) continue;
    chosen += 1;
    weight += Number(criterion.dataset.weight);
    points += Number(criterion.dataset.weight) * POINTS[Number(level.dataset.level)];
  }
  const tenths = weight ? Math.floor((20 * points + weight) / (2 * weight)) : 0;
  const comma = document.documentElement.lang.startsWith("nl") ? "," : ".";
  document.getElementById("chosen").textContent = String(chosen);
  document.getElementById("grade").textContent = weight ? `${Math.floor(tenths / 10)}${comma}${tenths % 10}` : "–";
}

/** Keys 1 to 4 choose a level; Enter goes on to the explanation. */
function chooseByKey(event) {
  const option = event.target;
  if (option.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey) return;
  const group = option.closest("[data-weight]");
  if (event.key === "Enter") {
    event.preventDefault();
    group.querySelector("textarea").focus();
    return;
  }
  const choice = /^[1-4]$/.test(event.key) && group.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
  if (!choice) return;
  event.preventDefault();
  choice.checked = true;
  choice.focus();
  choice.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Saves the draft through the same door while the assessor pauses. */
function saveWhilePausing() {
  let timer = 0;
  let running = false;
  let again = false;
  let stopped = false;
  const say = (word, time = "") => {
    saved.textContent = saved.dataset[word].replace("#", time);
    saved.classList.toggle("chip--good", word === "saved");
    saved.classList.toggle("chip--wait", ["failed", "conflict", "refused"].includes(word));
    saved.classList.toggle("chip--plain", word === "busy");
  };

  const typed = () => new URLSearchParams([...new FormData(form)]);

  async function save() {
    if (running) { again = true; return; }
    running = true;
    const body = typed();
    const sent = body.toString();
    body.set("act", "draft");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (REFUSED.includes(answer.status)) {
        stopped = true;
        say(answer.status === 409 ? "conflict" : "refused");
        return;
      }
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const kept = await answer.json();
      const current = typed().toString();
      form.elements.namedItem("version").value = kept.version;
      if (sent === current) form.dispatchEvent(new CustomEvent("samenloop:saved"));
      say("saved", kept.saved_at);
    } catch {
      say("failed");
      timer = setTimeout(save, RETRY);
    } finally {
      running = false;
      if (again && !stopped) { again = false; save(); }
    }
  }

  form.addEventListener("input", () => {
    if (stopped) return;
    clearTimeout(timer);
    say("busy");
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); stopped = true; });
}

if (form) {
  form.addEventListener("input", showGrade);
  form.addEventListener("keydown", chooseByKey);
  saveWhilePausing();
}
