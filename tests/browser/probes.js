// Questions that axe does not ask. Each answers with a list of sentences; an empty list is good.
// Run through the browser's debugging channel, so the page's own policy stays as strict as it is.
(() => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const SMALLEST = 24;

  const name = (el) => {
    const words = (el.innerText || el.getAttribute("aria-label") || el.name || "").trim();
    return `<${el.localName}${el.id ? `#${el.id}` : ""}> “${words.replace(/\s+/g, " ").slice(0, 50)}”`;
  };
  const isDrawn = (el) => el.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && [...el.getClientRects()].some((rect) => rect.width > 1 && rect.height > 1);
  // Words for screen readers only: cut to nothing on purpose.
  const isHiddenOnPurpose = (el) => {
    for (let up = el; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.clipPath !== "none" || (up.offsetWidth <= 1 && style.position === "absolute")) return true;
    }
    return Boolean(el.closest(".skip-link"));
  };
  const scroller = (el) => {
    for (let up = el.parentElement; up && up !== document.body; up = up.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(up).overflowX)) return up;
    }
    return null;
  };
  const textElements = () => [...document.body.querySelectorAll("*")].filter((el) =>
    !el.closest("svg, script, select") && isDrawn(el) && !isHiddenOnPurpose(el)
    && [...el.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const textRects = (el) => [...el.childNodes]
    .filter((node) => node.nodeType === 3 && node.data.trim())
    .flatMap((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()];
    });

  // --- Shell: what every page owes its reader -------------------------------------------------
  const shell = () => {
    const wrong = [];
    const count = (selector) => document.querySelectorAll(selector).length;
    if (count("h1") !== 1) wrong.push(`${count("h1")} h1 headings`);
    if (count("main") !== 1) wrong.push(`${count("main")} main landmarks`);
    if (document.documentElement.lang !== "en") wrong.push("the language is not named");
    if (!/\S – National Co-Responder Consortium$/.test(document.title)) wrong.push(`title: ${document.title}`);
    const first = [...document.querySelectorAll(CONTROLS)].filter((el) => el.tabIndex >= 0).slice(0, 2);
    if (!first[0]?.matches("a[href='#main']")) wrong.push("the skip link is not first");
    if (!first[1]?.matches("a[href='tel:988']")) wrong.push("the crisis line is not second");
    return wrong;
  };

  // --- Names: two destinations must not sound the same; a placeholder is no label ---------------
  const names = () => {
    const wrong = [];
    const destinations = new Map();
    for (const link of document.querySelectorAll("main a[href]")) {
      if (!isDrawn(link)) continue;
      const words = (link.getAttribute("aria-label") || link.textContent).trim().replace(/\s+/g, " ").toLowerCase();
      const place = link.href.replace(/#.*$/, link.getAttribute("href").startsWith("#") ? "$&" : "");
      const before = destinations.get(words);
      if (before && before !== place) wrong.push(`“${words}” leads to ${before} and to ${place}`);
      destinations.set(words, place);
    }
    for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      if (!field.labels?.length && !field.getAttribute("aria-label") && !field.getAttribute("aria-labelledby")) {
        wrong.push(`${name(field)} has no label that stays`);
      }
    }
    return wrong;
  };

  // --- Reflow: nothing beyond the right edge, nothing cut off -----------------------------------
  const sideways = () => {
    const wrong = [];
    const width = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth > width) {
      wrong.push(`the page is ${document.scrollingElement.scrollWidth} px wide on ${width} px`);
    }
    for (const el of textElements()) {
      const box = scroller(el);
      if (box?.matches(".table-wrap")) continue;
      if (box && box.scrollWidth > box.clientWidth + 1) { wrong.push(`${name(box)} scrolls sideways`); continue; }
      const out = textRects(el).find((rect) => rect.right > width + 1 || rect.left < -1);
      if (out) wrong.push(`${name(el)} reaches from ${Math.round(out.left)} to ${Math.round(out.right)} px`);
    }
    return wrong;
  };

  const cutOff = () => {
    const wrong = [];
    for (const el of textElements()) {
      const rects = textRects(el);
      for (let up = el; up && up !== document.documentElement; up = up.parentElement) {
        const style = getComputedStyle(up);
        if (style.display.startsWith("inline") && style.display !== "inline-block") continue;
        // What can be scrolled to is not lost.
        if (["auto", "scroll"].some((value) => [style.overflowX, style.overflowY].includes(value))) break;
        const box = up.getBoundingClientRect();
        const cuts = ["hidden", "clip"];
        const below = cuts.includes(style.overflowY) && rects.some((rect) => rect.bottom > box.bottom + 2);
        const beside = cuts.includes(style.overflowX) && rects.some((rect) => rect.right > box.right + 2);
        if (below || beside) { wrong.push(`${name(el)} is cut off by ${name(up)}`); break; }
      }
      const own = getComputedStyle(el);
      if (own.display === "inline" || own.display === "contents") continue;
      const box = el.getBoundingClientRect();
      // Tight lines are lower than the letters' own boxes.
      const slack = 4 + 0.15 * parseFloat(own.fontSize);
      if (rects.some((rect) => rect.bottom > box.bottom + slack || rect.right > box.right + 4)) {
        wrong.push(`${name(el)} spills out of its box`);
      }
    }
    return wrong;
  };

  const words = () => {
    const main = document.querySelector("main");
    for (const details of main.querySelectorAll("details")) details.open = true;
    return main.innerText.split(/\s+/).filter(Boolean);
  };

  // As somebody reads them who has no scripts: buttons that only a script can serve are left out.
  const wordsOnScreen = () => {
    const words = document.body.innerText;
    return [...document.querySelectorAll(".needs-js")].filter(isDrawn)
      .reduce((rest, el) => rest.replace(el.innerText, ""), words).split(/\s+/).filter(Boolean);
  };
  const wordsInDrawer = () => [...document.querySelectorAll(".facets *")]
    .flatMap((el) => [...el.childNodes].filter((node) => node.nodeType === 3))
    .flatMap((node) => node.data.split(/\s+/)).filter(Boolean);

  // --- Targets: 24 by 24 px, or that much room around them (WCAG 2.5.8) --------------------------
  const targetOf = (el) => (el.matches("input") && el.closest("label")) || el;
  const isInSentence = (el) => {
    if (getComputedStyle(el).display !== "inline") return false;
    const line = el.closest("p, li, dd, dt, td, th, caption, figcaption, blockquote, label, div, span:not(a span)");
    return Boolean(line) && line.innerText.trim().length > el.innerText.trim().length;
  };
  const smallTargets = () => {
    const targets = [...new Set([...document.querySelectorAll(CONTROLS)]
      .filter((el) => isDrawn(el) && !isHiddenOnPurpose(el)).map(targetOf))];
    const boxes = targets.map((el) => el.getBoundingClientRect());
    const wrong = [];
    targets.forEach((el, index) => {
      const box = boxes[index];
      if (Math.min(box.width, box.height) >= SMALLEST - 0.5 || isInSentence(el)) return;
      const x = box.x + box.width / 2;
      const y = box.y + box.height / 2;
      const crowded = targets.some((other, at) => at !== index && !other.contains(el) && !el.contains(other)
        // What has scrolled out of its own box is not beside anything.
        && scroller(other) === scroller(el)
        && Math.hypot(Math.max(boxes[at].left - x, 0, x - boxes[at].right),
          Math.max(boxes[at].top - y, 0, y - boxes[at].bottom)) < SMALLEST / 2);
      if (crowded) wrong.push(`${name(el)} is ${Math.round(box.width)}×${Math.round(box.height)} px and has a neighbor`);
    });
    return wrong;
  };

  const motion = () => document.getAnimations()
    .filter((animation) => animation.playState === "running")
    .map((animation) => `${name(animation.effect.target)} moves`);

  // --- Focus: seen, and not under something --------------------------------------------------
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = "black"; // stays when the color is none that it knows
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => [r, g, b]
    .map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const contrast = (one, other) => {
    const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const groundOf = (el) => {
    for (let up = el; up; up = up.parentElement) {
      const color = channels(getComputedStyle(up).backgroundColor);
      if (color[3] > 250) return color;
    }
    return channels("Canvas");
  };
  const hasRing = (el) => {
    // The search box draws the ring around the whole row, a choice around its label.
    for (let up = el, steps = 0; up && steps < 3; up = up.parentElement, steps += 1) {
      if (steps && !up.matches(":focus-within")) break;
      const style = getComputedStyle(up);
      if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) continue;
      const ground = groundOf(parseFloat(style.outlineOffset) < 0 ? up : up.parentElement ?? up);
      if (contrast(channels(style.outlineColor), ground) >= 3) return true;
    }
    return false;
  };
  const isUncovered = (el) => {
    const box = [...el.getClientRects()].find((rect) => rect.width && rect.height) ?? el.getBoundingClientRect();
    const left = Math.max(box.left, 0) + 2;
    const right = Math.min(box.right, innerWidth) - 2;
    const top = Math.max(box.top, 0) + 2;
    const bottom = Math.min(box.bottom, innerHeight) - 2;
    if (right < left - 4 || bottom < top - 4) return false;
    const points = [[(left + right) / 2, (top + bottom) / 2], [left, top], [right, top], [left, bottom], [right, bottom]];
    const seen = points.filter(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (el.contains(hit) || hit.contains(el) || targetOf(el).contains(hit));
    });
    return seen.length >= 3;
  };
  const stop = () => {
    const el = document.activeElement;
    if (!el || el === document.body || el === document.documentElement) return null;
    const wrong = [];
    if (!hasRing(el)) wrong.push(`${name(el)} shows no focus`);
    if (!isUncovered(el)) wrong.push(`${name(el)} has the focus but is hidden by something`);
    return {
      words: (el.innerText || el.getAttribute("aria-label") || "").trim().replace(/\s+/g, " "),
      tag: el.localName, id: el.id, field: el.name ?? "", value: el.value ?? "", href: el.getAttribute("href") ?? "",
      place: [...document.querySelectorAll("*")].indexOf(el), wrong,
    };
  };

  globalThis.hubProbes = { shell, names, sideways, cutOff, words, wordsOnScreen, wordsInDrawer, smallTargets, motion, stop };
})();
