// The form of a site's profile: keeps what is typed, shows the page beside it, adds rows at once.
// Without scripts each of these is a button of the form.

const PAUSE = 2500;
const WIDE = matchMedia("(min-width: 80em)");
const form = document.querySelector("#profile-form");
const state = form.querySelector("[data-state]");

function later(act) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, PAUSE);
  };
}

// --- Keeping what is typed ---------------------------------------------------
let isSent = false;
let kept = snapshot();

function snapshot() {
  return new URLSearchParams(new FormData(form)).toString();
}

async function keep() {
  const now = snapshot();
  if (isSent || now === kept) return;
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form) });
    if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) throw new Error(answer.status);
    const { saved } = await answer.json();
    kept = now;
    const time = new Date(saved).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    state.textContent = `Saved ${time}. Only you see it until you send it.`;
  } catch {
    state.textContent = "Not saved just now: the hub does not answer. What you typed is still on this page.";
  }
}

const keepLater = later(keep);
form.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("data-preview-button")) return;
  isSent = true;
});
addEventListener("pageshow", () => (isSent = false));
addEventListener("pagehide", () => {
  if (!isSent && snapshot() !== kept) navigator.sendBeacon(form.dataset.draft, new FormData(form));
});

// --- The page beside the form ------------------------------------------------
const box = document.querySelector("[data-preview-box]");
const frame = box.querySelector("[data-preview-frame]");
const opener = form.querySelector("[data-preview-button]");
const closer = box.querySelector("[data-preview-close]");

async function draw() {
  if (!box.open) return;
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Only what is read is replaced: the place in it stays where it was.
    const shown = frame.contentDocument?.querySelector("main");
    const drawn = page.querySelector("main");
    if (shown && drawn) shown.replaceChildren(...drawn.childNodes);
  } catch {
    // The next change draws it.
  }
}

function stay(event) {
  const link = event.target.closest("a[href]");
  if (event.type === "submit" || (link && !link.getAttribute("href").startsWith("#"))) event.preventDefault();
}

function show() {
  lay();
  if (!frame.getAttribute("src")) {
    frame.addEventListener("load", () => {
      // Nothing in it leads away: other pages refuse to be framed.
      for (const kind of ["click", "submit"]) frame.contentDocument?.addEventListener(kind, stay, true);
      frame.contentDocument?.addEventListener("keydown", leave);
      draw();
    });
    frame.src = form.dataset.preview;
  } else {
    draw();
  }
}

// On a narrow screen it lies over everything else, and nothing else can be reached meanwhile.
function lay() {
  if (WIDE.matches) box.open = true;
  else box.showModal();
}

function hide() {
  box.close();
  opener.focus();
}

function leave(event) {
  if (event.key === "Escape") hide();
}

opener.textContent = "Preview";
opener.addEventListener("click", (event) => {
  event.preventDefault();
  if (!box.open) show();
  closer.focus();
});
closer.addEventListener("click", hide);
box.addEventListener("keydown", leave);
WIDE.addEventListener("change", () => {
  if (!box.open) return;
  box.close();
  lay();
});
if (WIDE.matches) show();

const drawLater = later(draw);
form.addEventListener("input", () => {
  keepLater();
  drawLater();
});

// --- Rows --------------------------------------------------------------------
for (const rows of form.querySelectorAll("[data-rows]")) {
  const button = rows.querySelector("[data-add]");
  button.addEventListener("click", (event) => {
    const total = rows.querySelector('[name$="-TOTAL_FORMS"]');
    const most = Number(rows.querySelector('[name$="-MAX_NUM_FORMS"]').value);
    const count = Number(total.value);
    // The form itself says why there are no more.
    if (count >= most) return;
    event.preventDefault();
    const pattern = rows.querySelector("template[data-row]");
    const row = pattern.content.firstElementChild.cloneNode(true);
    for (const part of [row, ...row.querySelectorAll("*")]) {
      for (const attribute of part.attributes) {
        attribute.value = attribute.value.replace("__prefix__", count);
      }
    }
    row.querySelector("[data-number]").textContent = count + 1;
    pattern.before(row);
    total.value = count + 1;
    row.querySelector("input, textarea")?.focus();
  });
}
