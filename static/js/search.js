// Suggestions while typing (ARIA combobox). Without this file the boxes are plain forms.

const PAUSE = 120;
const SHORTEST = 2;

function set(element, attributes) {
  for (const name in attributes) element.setAttribute(name, attributes[name]);
}

function make(tag, attributes, ...words) {
  const element = document.createElement(tag);
  element.append(...words);
  set(element, attributes);
  return element;
}

function upgrade(form, number) {
  const input = form.querySelector("[name=q]");
  const id = `suggestions-${number}`;
  const list = make("ul", { id, class: "search-box__list", role: "listbox", "aria-label": "Suggestions", hidden: "" });
  const status = make("div", { class: "visually-hidden", role: "status" });
  const options = list.children;
  let active = -1;
  let timer;
  let request;

  form.append(list, status);
  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": id });

  const mark = (index) => {
    active = index;
    [...options].forEach((option, at) => set(option, { "aria-selected": at === index }));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    set(input, { "aria-activedescendant": options[index].id });
    options[index].scrollIntoView({ block: "nearest" });
  };

  const open = (isOpen, news) => {
    list.hidden = !isOpen;
    set(input, { "aria-expanded": isOpen });
    status.textContent = news;
    mark(-1);
  };

  const close = () => {
    clearTimeout(timer);
    request?.abort();
    open(false, "");
  };

  const option = (choose, ...words) => {
    const made = make("li", { id: `${id}-${options.length}`, class: "search-box__option", role: "option" }, ...words);
    made.addEventListener("click", choose);
    list.append(made);
  };

  const show = (found, words) => {
    if (!found.length) return close();
    list.replaceChildren();
    for (const { title, kind, url } of found) option(() => location.assign(url), title, make("small", {}, kind));
    option(() => form.requestSubmit(), `Search for “${words}”`);
    open(true, `${found.length} suggestion${found.length > 1 ? "s" : ""}`);
  };

  const ask = async () => {
    const words = input.value.trim();
    if (words.length < SHORTEST) return close();
    request?.abort();
    request = new AbortController();
    try {
      const address = `${form.action}suggestions.json?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { signal: request.signal });
      if (answer.ok) show((await answer.json()).suggestions, words);
    } catch {
      // Too late, or no network: the form still works.
    }
  };

  input.addEventListener("input", () => {
    mark(-1);
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  // A click on an option leaves the focus in the field.
  list.addEventListener("mousedown", (event) => event.preventDefault());

  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (event.isComposing) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      // One stop more than there are options: there, none is chosen.
      const stops = options.length + 1;
      if (list.hidden) ask();
      else mark(((active + (key === "ArrowDown" ? 2 : stops)) % stops) - 1);
    } else if (list.hidden) return;
    else if (key === "Enter" && active >= 0) options[active].click();
    else if (key === "Escape") close();
    else return;
    event.preventDefault();
  });
}

document.querySelectorAll(".search-box:not(.search-box--within)").forEach(upgrade);

// Which place in the list was chosen; nothing about words or people.
const results = document.querySelector("[data-clicked]");
results?.addEventListener("click", ({ target }) => {
  const position = target.closest("[data-position]")?.dataset.position;
  if (position) navigator.sendBeacon(results.dataset.clicked, new URLSearchParams({ position }));
});
