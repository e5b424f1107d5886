// Samenloop works without this file; it only makes the pages kinder.

/** After a refused form the reader lands on the summary of what to look at. */
function focusErrors() {
  document.querySelector("[data-focus-first]")?.focus();
}

/** A row of tabs that does not fit begins at the page that is open. */
function showOpenTab() {
  for (const tab of document.querySelectorAll(".tabs-box [aria-current]")) tab.closest("ul").scrollLeft = tab.offsetLeft - 48;
}

/** Tells how many characters are left under a text area, once they run short. */
function countCharacters() {
  for (const counter of document.querySelectorAll("[data-counter-for]")) {
    const area = document.getElementById(counter.dataset.counterFor);
    const limit = Number(area?.dataset.maxlength);
    if (!limit) continue;
    const show = () => {
      // The server counts code points with single line ends; so do we.
      const left = limit - [...area.value].length;
      const words = left < 0 ? counter.dataset.over : left === 1 ? counter.dataset.single : counter.dataset.left;
      counter.textContent = words.replace("#", String(Math.abs(left)));
      counter.hidden = left > Math.min(200, limit / 4);
      counter.classList.toggle("counter--over", left < 0);
    };
    area.addEventListener("input", show);
    show();
  }
}

const texts = (form) => [...new FormData(form)].filter(([, value]) => typeof value === "string");
const hidden = (form) => new Set([...form.querySelectorAll("input[type=hidden]")].map((input) => input.name));

/** Everything that a person can change, files by name. */
function typed(form) {
  const machine = hidden(form);
  const values = [...new FormData(form)].filter(([name]) => !machine.has(name));
  return new URLSearchParams(values.map(([name, value]) => [name, typeof value === "string" ? value : value.name])).toString();
}

/** Warns before typed text is left behind. */
function guardUnsaved() {
  const forms = [...document.querySelectorAll("form[data-guard]")];
  if (forms.length === 0) return;
  const clean = new Map(forms.map((form) => [form, typed(form)]));
  let leaving = false;
  for (const form of forms) {
    form.addEventListener("submit", () => { leaving = true; });
    form.addEventListener("samenloop:saved", () => clean.set(form, typed(form)));
  }
  addEventListener("beforeunload", (event) => {
    if (!leaving && forms.some((form) => clean.get(form) !== typed(form))) event.preventDefault();
  });
  addEventListener("pageshow", () => { leaving = false; });
}

/** What the server computed comes back into the page: words by data-live, hidden values by field name. */
function showAnswer(form, { live = {}, fields = {} }) {
  for (const [name, words] of Object.entries(live)) {
    for (const place of document.querySelectorAll(`[data-live="${CSS.escape(name)}"]`)) place.textContent = words;
  }
  for (const [name, value] of Object.entries(fields)) {
    for (const input of form.querySelectorAll(`input[type=hidden][name="${CSS.escape(name)}"]`)) input.value = value;
  }
}

/** Saves a draft while the writer pauses: form[data-autosave-url], told in [data-autosave-state]. */
function autosave() {
  for (const form of document.querySelectorAll("form[data-autosave-url]")) {
    const state = form.querySelector("[data-autosave-state]") ?? document.querySelector("[data-autosave-state]");
    let timer = 0;
    let running = false;
    let again = false;
    const say = (words) => { if (state && words) state.textContent = words; };
    const send = async () => {
      const sent = typed(form);
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: new URLSearchParams(texts(form)),
        headers: { Accept: "application/json" },
      });
      if (answer.status === 409) return say(state?.dataset.conflict);
      // A redirect is the sign-in page: nothing was saved.
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      if (answer.headers.get("Content-Type")?.startsWith("application/json")) showAnswer(form, await answer.json());
      if (sent === typed(form)) form.dispatchEvent(new CustomEvent("samenloop:saved"));
      const time = new Date().toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
      say(state?.dataset.saved?.replace("#", time));
    };
    const save = async () => {
      if (running) { again = true; return; }
      running = true;
      try {
        await send();
      } catch {
        say(state?.dataset.failed);
        timer = setTimeout(save, 15000);
      } finally {
        running = false;
        if (again) { again = false; save(); }
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      say(state?.dataset.busy);
      timer = setTimeout(save, 1200);
    });
    form.addEventListener("submit", () => clearTimeout(timer));
  }
}

/** Counts choices while they are made: [data-tally="value"] in a form says how many groups chose that value. */
function tallyChoices() {
  for (const form of document.querySelectorAll("form:has([data-tally])")) {
    const show = () => {
      for (const place of form.querySelectorAll("[data-tally]")) {
        place.textContent = form.querySelectorAll(`input[type=radio][value="${CSS.escape(place.dataset.tally)}"]:checked`).length;
      }
    };
    form.addEventListener("change", show);
    show();
  }
}

/** One click is one act: later submits of the same form are dropped until the answer is there. */
function preventDoubleSubmit() {
  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method !== "post") return;
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const one of form.elements) one.removeAttribute("aria-disabled");
    }
  });
}

/** Small panels close on Escape, on a click elsewhere and when the focus leaves; a question closes on Escape. */
function closePanels() {
  const panels = document.querySelectorAll("details[data-pop]");
  for (const panel of document.querySelectorAll("details:is([data-pop], [data-confirm])")) {
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !panel.open) return;
      panel.open = false;
      panel.querySelector("summary").focus();
    });
  }
  addEventListener("click", (event) => {
    for (const panel of panels) if (!panel.contains(event.target)) panel.open = false;
  });
  for (const panel of panels) {
    panel.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !panel.contains(event.relatedTarget)) panel.open = false;
    });
  }
}

/** The question that asks once: opening it moves to the answer, "no" goes back to the button. */
function confirmQuestions() {
  for (const details of document.querySelectorAll("details[data-confirm]")) {
    const close = details.querySelector("[data-confirm-close]");
    if (close) {
      close.hidden = false;
      close.addEventListener("click", () => {
        details.open = false;
        details.querySelector("summary").focus();
      });
    }
    details.addEventListener("toggle", () => {
      if (details.open) details.querySelector("input:not([type=hidden]), textarea, button")?.focus();
    });
  }
}

/** Arrow keys walk over the doors of a matrix; Home and End go to the ends of a row. */
function walkMatrix() {
  for (const table of document.querySelectorAll("table[data-arrows]")) {
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => [...row.querySelectorAll("a[href]")]);
    table.addEventListener("keydown", (event) => {
      const y = rows.findIndex((row) => row.includes(event.target));
      if (y < 0) return;
      const x = rows[y].indexOf(event.target);
      const column = event.target.closest("td, th").cellIndex;
      const inColumn = (row) => row?.find((link) => link.closest("td, th").cellIndex === column);
      const next = {
        ArrowLeft: () => rows[y][x - 1],
        ArrowRight: () => rows[y][x + 1],
        ArrowUp: () => rows.slice(0, y).reverse().map(inColumn).find(Boolean),
        ArrowDown: () => rows.slice(y + 1).map(inColumn).find(Boolean),
        Home: () => rows[y][0],
        End: () => rows[y].at(-1),
      }[event.key]?.();
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  }
}

/** Where nobody is signed in, no page of somebody may stay on this device. */
function forgetPages() {
  if (document.querySelector(".person") || !("caches" in window)) return;
  caches.keys().then((names) => names.forEach((name) => caches.delete(name))).catch(() => {});
}

/** The end of the session is announced in time; the module that does so comes only when that is near. */
function watchSession() {
  const notice = document.querySelector("[data-session-module]");
  if (!notice) return;
  const ends = Date.now() + Number(notice.dataset.seconds) * 1000;
  try {
    localStorage.setItem("session-ends", String(ends));
  } catch {
    // A browser that keeps nothing still counts on this page.
  }
  const start = async () => (await import(notice.dataset.sessionModule)).watch(notice, ends);
  setTimeout(start, Math.max(0, ends - Date.now() - Number(notice.dataset.ahead) * 1000));
}

focusErrors();
showOpenTab();
forgetPages();
countCharacters();
guardUnsaved();
autosave();
tallyChoices();
preventDoubleSubmit();
closePanels();
confirmQuestions();
walkMatrix();
watchSession();
