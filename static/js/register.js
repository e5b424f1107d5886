// The register works without this file; it only says honestly what is not recorded yet.

const form = document.querySelector("form[data-register]");
const state = form?.querySelector("[data-register-state]");

/** The choices as text, to see whether anything differs from what the page began with. */
const choices = () => new URLSearchParams([...new FormData(form)].filter(([name]) => /^(status|minutes)_/.test(name))).toString();

/** Puts a small chip in the bar at the bottom. */
function say(words) {
  const chip = document.createElement("span");
  chip.className = "nl-data-badge chip chip--wait";
  chip.textContent = words;
  state.replaceChildren(chip);
}

/** A reason is only asked for once something changes that was recorded before. */
function askReason(changed) {
  const reason = form.querySelector("[data-register-reason]");
  const area = reason?.querySelector("textarea");
  if (reason) reason.hidden = !changed && area.value === "" && !area.hasAttribute("aria-invalid");
}

if (form) {
  const begun = choices();
  const before = [...state.childNodes];
  const show = () => {
    const changed = choices() !== begun;
    if (changed) say(state.dataset.changed);
    else state.replaceChildren(...before);
    askReason(changed);
  };
  form.addEventListener("input", show);
  // On a phone in a cellar the choices stay on the page instead of being lost on an error page.
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(state.dataset.offline);
  }, { capture: true });
  addEventListener("online", show);
  askReason(false);
}
