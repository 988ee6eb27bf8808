// The language check beside a page form: asks the server a moment after typing and lists its advice.
const WAIT = 1500;
const panel = document.querySelector("[data-language-check]");
if (panel) watch(panel);

function watch(panel) {
  const form = panel.closest("form") || document.querySelector("form[data-edit-form]");
  if (!form) return;
  let timer;
  let asked = 0;
  const ask = async () => {
    const number = ++asked;
    try {
      const answer = await fetch(panel.dataset.languageCheck, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const { remarks } = await answer.json();
      if (number === asked) show(panel, remarks);
    } catch {
      // Advice can wait: the next change asks again.
      say(panel, "The words could not be checked just now.");
    }
  };
  panel.querySelector("[data-language-run]").addEventListener("click", () => { clearTimeout(timer); ask(); });
  const askSoon = () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); };
  form.addEventListener("input", askSoon);
  // The blocks of the form are there when every script has run.
  if (document.readyState === "complete") askSoon();
  else window.addEventListener("load", askSoon);
}

function show(panel, remarks) {
  const own = remarks.filter((remark) => !remark.is_quoted);
  const quoted = remarks.filter((remark) => remark.is_quoted);
  panel.querySelector("[data-language-list]").replaceChildren(...own.map(row));
  const others = panel.querySelector("[data-language-quoted]");
  others.hidden = !quoted.length;
  others.querySelector("ul").replaceChildren(...quoted.map(row));
  say(panel, own.length ? `${own.length} ${own.length === 1 ? "place" : "places"} to look at.` : "Nothing to look at.");
  for (const badge of [panel.querySelector("[data-language-count]"), badgeOfToggle()]) {
    if (!badge) continue;
    badge.hidden = !own.length;
    badge.textContent = String(own.length);
  }
}

function say(panel, words) {
  const status = panel.querySelector("[data-language-status]");
  // A screen reader speaks only of what changes.
  if (status.textContent !== words) status.textContent = words;
}

function badgeOfToggle() {
  const toggle = document.querySelector('[data-side-panel-toggle="checks"]');
  if (!toggle) return null;
  return toggle.querySelector(".language-badge") || toggle.appendChild(piece("span", "language-badge"));
}

function row(remark) {
  const item = piece("li", `language-remark language-remark--${remark.kind}`);
  const said = piece("p", "language-remark__said", `…${remark.before}`);
  said.append(piece("mark", "", remark.words), `${remark.after}…`);
  const go = piece("button", "button button-small button-secondary", "Go to this field");
  go.type = "button";
  go.setAttribute("aria-label", `Go to ${remark.label}: ${remark.words}`);
  go.addEventListener("click", () => focusOn(remark.element));
  item.append(piece("p", "language-remark__where", remark.label), said, piece("p", "language-remark__advice", remark.advice), go);
  return item;
}

function piece(tag, classname, words = "") {
  const element = document.createElement(tag);
  if (classname) element.className = classname;
  element.textContent = words;
  return element;
}

function focusOn(id) {
  const element = document.getElementById(id);
  if (!element) return;
  const tab = element.closest('[role="tabpanel"][hidden]');
  if (tab) document.querySelector(`[role="tab"][aria-controls="${tab.id}"], [role="tab"][href="#${tab.id}"]`)?.click();
  for (let place = element; place; place = place.parentElement) {
    // Panels and blocks that are folded up open themselves when they are told to.
    if (place.matches(".w-panel.collapsed")) place.querySelector("[data-panel-toggle]")?.click();
  }
  // The field of a rich text is hidden; what people write in stands beside it.
  const shown = element.type === "hidden" ? element.parentElement.querySelector('[contenteditable="true"]') : element;
  const target = shown || element;
  target.scrollIntoView({ block: "center" });
  target.focus();
}
