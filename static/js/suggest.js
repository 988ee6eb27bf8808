// Suggestions while typing @ and #, as a list box that the keyboard can use; and threads that ask
// nearly the same as a title.

const WORD = /(^|[\s(])([@#])([\w-]{1,30})$/;

function suggesting(form, field) {
  const list = document.createElement("ul");
  list.className = "suggestions card";
  list.id = `${field.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  field.after(list);
  let chosen = -1;
  let asked = 0;

  function close() {
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
    field.removeAttribute("aria-controls");
  }

  function show(results) {
    list.replaceChildren(
      ...results.map((result, index) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${index}`;
        item.setAttribute("role", "option");
        item.dataset.value = result.value;
        item.textContent = result.label === result.value ? result.label : `${result.label} (${result.value})`;
        return item;
      }),
    );
    list.hidden = !results.length;
    if (results.length) {
      field.setAttribute("aria-controls", list.id);
      choose(0);
    }
  }

  function choose(index) {
    const items = [...list.children];
    if (!items.length) return;
    chosen = (index + items.length) % items.length;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    field.setAttribute("aria-activedescendant", items[chosen].id);
  }

  function take(item) {
    const end = field.selectionStart;
    const before = field.value.slice(0, end).replace(WORD, (_, lead) => lead + item.dataset.value + " ");
    field.setRangeText(before, 0, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    close();
    field.focus();
  }

  field.addEventListener("input", async () => {
    const match = field.value.slice(0, field.selectionStart).match(WORD);
    const number = ++asked;
    if (!match) return close();
    const address = match[2] === "@" ? form.dataset.people : form.dataset.topics;
    await new Promise((done) => setTimeout(done, 150));
    if (number !== asked) return;
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(match[3])}&thread=${form.dataset.thread || ""}`);
      const { results } = await answer.json();
      if (number === asked) show(results);
    } catch {
      close();
    }
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" || event.key === "Tab") take(list.children[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("li");
    if (!item) return;
    event.preventDefault();
    take(item);
  });
  field.addEventListener("blur", () => setTimeout(close, 150));
}

function likening(box, title) {
  const list = box.querySelector("ul");
  let asked = 0;
  title.addEventListener("input", async () => {
    const number = ++asked;
    await new Promise((done) => setTimeout(done, 500));
    if (number !== asked || title.value.trim().length < 8) return;
    try {
      const answer = await fetch(`${box.dataset.similar}?q=${encodeURIComponent(title.value)}`);
      const { results } = await answer.json();
      if (number !== asked) return;
      list.replaceChildren(
        ...results.map((result) => {
          const item = document.createElement("li");
          const link = document.createElement("a");
          link.href = result.url;
          link.textContent = result.title;
          const note = document.createElement("span");
          note.className = "linklist__note";
          note.textContent = result.note;
          item.append(link, note);
          return item;
        }),
      );
      box.hidden = !results.length;
    } catch {
      box.hidden = true;
    }
  });
}

for (const form of document.querySelectorAll(".forum-composer")) {
  for (const field of form.querySelectorAll("textarea")) suggesting(form, field);
}
const box = document.querySelector("[data-similar]");
const title = document.querySelector(".forum-composer input[name=title]");
if (box && title) likening(box, title);
