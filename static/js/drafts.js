// What somebody types is kept: here every two seconds, on the server every fifteen. Here it survives
// a lost connection and a session that ended; it goes when it was sent, when somebody else signs in,
// and when its writer signs out. What is written without a name is kept on the device only.

const HERE_EVERY = 2000;
const SERVER_EVERY = 15000;
const reader = document.body.dataset.reader || "";

function texts(form) {
  const fields = form.querySelectorAll("textarea, input[type=text][name=title]");
  return [...fields].filter((field) => field.name && field.name !== "what");
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    if (value) localStorage.setItem(name, JSON.stringify(value));
    else localStorage.removeItem(name);
  } catch {
    // No room or not allowed: the server keeps it.
  }
}

// A device may be shared: nobody finds what somebody else has begun.
for (const name of Object.keys(localStorage)) {
  if (name.startsWith("draft:") && reader && read(name)?.reader !== reader) write(name, null);
}
for (const form of document.querySelectorAll('form[action$="/sign-out/"]')) {
  form.addEventListener("submit", () => {
    for (const name of Object.keys(localStorage)) if (name.startsWith("draft:")) write(name, null);
  });
}

function keep(form) {
  const key = form.dataset.draftKey;
  const name = `draft:${key}`;
  const state = form.querySelector("[data-draft-state]");
  let before = snapshot();
  let sent = before;

  function snapshot() {
    return JSON.stringify(Object.fromEntries(texts(form).map((field) => [field.name, field.value])));
  }

  function restore() {
    const kept = read(name);
    if (!kept || kept.reader !== reader || form.querySelector(".error-summary")) return;
    let restored = false;
    for (const field of texts(form)) {
      if (!field.value && kept.data[field.name]) {
        field.value = kept.data[field.name];
        restored = true;
      }
    }
    if (restored) state.textContent = "Your draft is back.";
  }

  function keepHere() {
    const now = snapshot();
    if (now === before) return;
    before = now;
    const data = JSON.parse(now);
    const isEmpty = Object.values(data).every((text) => !text.trim());
    write(name, isEmpty ? null : { reader, data });
  }

  let isSent = false;
  async function keepThere() {
    const now = snapshot();
    if (now === sent || isSent || form.elements.under_alias?.checked) return;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("key", key);
    body.set("seq", form.elements.seq?.value || "0");
    for (const [field, text] of Object.entries(JSON.parse(now))) body.set(`data-${field}`, text);
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, keepalive: true });
      if (answer.status === 409) {
        state.textContent = "This draft is open in another window, which has newer words.";
        return;
      }
      if (!answer.ok) throw new Error(answer.status);
      if (isSent) return;
      form.elements.seq.value = (await answer.json()).seq;
      sent = now;
      state.textContent = "Draft saved.";
    } catch {
      state.textContent = "Draft kept on this device.";
    }
  }

  restore();
  setInterval(keepHere, HERE_EVERY);
  setInterval(keepThere, SERVER_EVERY);
  addEventListener("pagehide", keepHere);
  form.addEventListener("submit", (event) => {
    isSent = true;
    if (event.submitter?.value === "post") sessionStorage.setItem("draft-sent", name);
  });
}

// The page after sending says that it arrived: the address of a post, a word of thanks, or help.
// An error page is none of these, and keeps the draft.
const gone = sessionStorage.getItem("draft-sent");
if (gone) {
  sessionStorage.removeItem("draft-sent");
  const arrived =
    location.hash.startsWith("#p-") ||
    location.pathname.endsWith("/help-now/") ||
    document.querySelector(".messages .notice--ok");
  if (arrived && !document.querySelector(".forum-composer .error-summary")) write(gone, null);
}
for (const form of document.querySelectorAll("form[data-draft]")) keep(form);
