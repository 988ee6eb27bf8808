// Remembers on this device, and nowhere else, what was read last; signing out clears it.
// One list for each person: a shared computer shows nobody what somebody else has read.
const KEY = `recently-read-${document.body.dataset.reader ?? ""}`;
const MOST = 8;
const KEPT_FOR = 7 * 24 * 60 * 60 * 1000;

function read() {
  try {
    const rows = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return rows.filter((row) => row.path?.startsWith("/") && Date.now() - row.at < KEPT_FOR);
  } catch {
    return [];
  }
}

function write(rows) {
  try {
    localStorage.setItem(KEY, JSON.stringify(rows.slice(0, MOST)));
  } catch {
    // A full or forbidden store: nothing is remembered, nothing breaks.
  }
}

export function remember(path, title) {
  write([{ path, title, at: Date.now() }, ...read().filter((row) => row.path !== path)]);
}

export function show(section) {
  const rows = read();
  const list = section.querySelector("[data-recent-list]");
  list.replaceChildren(
    ...rows.map((row) => {
      const link = Object.assign(document.createElement("a"), { href: row.path });
      link.textContent = row.title;
      const item = document.createElement("li");
      item.append(link);
      return item;
    }),
  );
  section.hidden = rows.length === 0;
}

function forgetOthers() {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("recently-read") && key !== KEY) localStorage.removeItem(key);
    }
  } catch {
    // Nothing can be kept here, so nothing is.
  }
}

forgetOthers();

const thing = document.querySelector("[data-remembered]");
if (thing) remember(location.pathname, thing.dataset.remembered);

const section = document.querySelector("[data-recent]");
if (section) {
  show(section);
  section.querySelector("[data-recent-clear]").addEventListener("click", () => {
    write([]);
    show(section);
  });
}
