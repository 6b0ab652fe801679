// What the page does by itself: scroll to the marked words, zoom, copy, sort and filter the list, tell screen readers.
window.handlingar = (() => {
  const STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
  let zoom = window.matchMedia("(max-width: 900px)").matches ? 5 : 2; // index in STEPS, kept while citations come and go
  let wanted = null; // the button whose click is being answered
  const narrow = () => window.matchMedia("(max-width: 900px)").matches;
  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function say(words) {
    const place = document.getElementById("sagt");
    if (place && words && place.textContent !== words) place.textContent = words;
  }

  function clicked(button) {
    if (["example", "zoom"].includes(button.dataset.event)) return;
    wanted = { name: button.getAttribute("aria-label"), inPanel: !!button.closest(".panel") };
  }

  function changed(element) {
    const panel = element.querySelector(".panel");
    const talk = element.querySelector(".talk");
    if (panel) showPanel(panel);
    if (talk) showTalk(talk);
    markOpen();
    const more = document.querySelector(".top")?.dataset.more;
    for (const menu of document.querySelectorAll(".overflow-menu > button")) menu.setAttribute("aria-label", more);
  }

  function showTalk(talk) {
    say(talk.dataset.said);
    const newest = talk.querySelector(".turn:last-child");
    const scroller = talk.closest("#samtalet");
    if (!newest || !scroller) return;
    if (narrow()) { if (newest.querySelector(".busy")) newest.scrollIntoView({ block: "start" }); return; }
    // the newest question stays at the top while its answer grows below it
    scroller.scrollTop += newest.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 8;
  }

  function showPanel(panel) {
    applyZoom(panel);
    const sheet = panel.querySelector(".sheet");
    const image = panel.querySelector("img.page");
    if (sheet) {
      if (image && !image.complete) image.addEventListener("load", () => toMark(sheet, image), { once: true });
      toMark(sheet, image);
    }
    if (wanted) {
      say(panel.dataset.said);
      if (wanted.inPanel && !panel.contains(document.activeElement)) {
        const same = [...panel.querySelectorAll("button")].find((b) => b.getAttribute("aria-label") === wanted.name);
        (same && !same.disabled ? same : panel).focus({ preventScroll: true });
      }
      if (narrow()) panel.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
      wanted = null;
    }
  }

  function toMark(sheet, image) {
    const focus = sheet.dataset.focus;
    const mark = sheet.querySelector("mark");
    if (mark) sheet.scrollTop = mark.offsetTop - sheet.offsetTop - sheet.clientHeight / 3;
    else if (image && focus) {
      sheet.scrollTop = Number(focus) * image.clientHeight - sheet.clientHeight / 3;
      sheet.scrollLeft = Number(sheet.dataset.left) * image.clientWidth - 16;
    }
  }

  function applyZoom(panel) {
    panel.style.setProperty("--zoom", STEPS[zoom]);
    const level = panel.querySelector(".zoom-level");
    if (level) level.textContent = `${Math.round(STEPS[zoom] * 100)} %`;
    for (const button of panel.querySelectorAll("[data-zoom]")) {
      const next = zoom + Number(button.dataset.zoom);
      button.disabled = next < 0 || next >= STEPS.length;
    }
  }

  // the buttons of the open citation look pressed, also for screen readers
  function markOpen() {
    const opened = document.querySelector(".panel[data-turn]");
    for (const button of document.querySelectorAll(".talk [data-event=cite]")) {
      const on = !!opened && button.dataset.turn === opened.dataset.turn && button.dataset.n === opened.dataset.n;
      button.classList.toggle("open", on);
      if (on) button.setAttribute("aria-current", "true"); else button.removeAttribute("aria-current");
    }
  }

  async function copy(button) {
    const text = button.dataset.copy;
    let done = false;
    try { await navigator.clipboard.writeText(text); done = true; } catch {
      const field = Object.assign(document.createElement("textarea"), { value: text }); // pages without HTTPS
      field.style.position = "fixed"; field.style.opacity = "0";
      document.body.append(field); field.select();
      try { done = document.execCommand("copy"); } catch { done = false; }
      field.remove(); button.focus();
    }
    const before = button.dataset.label ?? (button.dataset.label = button.textContent);
    button.textContent = done ? button.dataset.done : button.dataset.failed;
    say(button.textContent);
    setTimeout(() => { button.textContent = before; }, 2500);
  }

  function filterRows(input) {
    const words = input.value.toLocaleLowerCase("sv").split(/\s+/).filter(Boolean);
    const rows = [...input.closest(".papers").querySelectorAll("tbody tr")];
    for (const row of rows) {
      const text = row.textContent.toLocaleLowerCase("sv");
      row.hidden = !words.every((word) => text.includes(word));
    }
    const shown = input.parentElement.querySelector(".shown");
    shown.textContent = shown.dataset.template.replace("{shown}", rows.filter((row) => !row.hidden).length);
  }

  function sortRows(button) {
    const head = button.closest("th");
    const table = head.closest("table");
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.querySelectorAll("th")) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const column = Number(button.dataset.sort);
    const key = (row) => row.children[column].textContent.trim();
    const order = new Intl.Collator("sv", { numeric: true });
    const rows = [...table.tBodies[0].rows].sort((a, b) => {
      if (!key(a) !== !key(b)) return key(a) ? -1 : 1; // what is not stated comes last either way
      return order.compare(key(a), key(b)) * (down ? -1 : 1);
    });
    table.tBodies[0].append(...rows);
  }

  // Gradio sets the browser's language on the page; what stands on it is Swedish whatever the browser speaks.
  const swedish = () => { if (document.documentElement.lang !== "sv") document.documentElement.lang = "sv"; };
  new MutationObserver(swedish).observe(document.documentElement, { attributeFilter: ["lang"] });
  swedish();

  // Light always: the cited pages are white paper, and Gradio would turn only its own fields dark.
  const stayLight = () => {
    const light = () => { if (document.body.classList.contains("dark")) document.body.classList.remove("dark"); };
    new MutationObserver(light).observe(document.body, { attributeFilter: ["class"] });
    light();
  };
  if (document.body) stayLight(); else document.addEventListener("DOMContentLoaded", stayLight);

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest("[data-zoom], [data-copy], [data-sort]");
    if (button?.dataset.zoom) {
      zoom = Math.min(STEPS.length - 1, Math.max(0, zoom + Number(button.dataset.zoom)));
      const panel = button.closest(".panel");
      applyZoom(panel);
      toMark(panel.querySelector(".sheet"), panel.querySelector("img.page"));
    } else if (button?.dataset.copy !== undefined) copy(button);
    else if (button?.dataset.sort) sortRows(button);
    const skip = target?.closest(".skips a, .to-answer");
    if (skip) {
      event.preventDefault();
      const place = skip.hash === "#fraga-text" ? document.querySelector("#fragan textarea") : document.querySelector(skip.hash);
      place?.scrollIntoView({ block: "nearest" });
      place?.focus();
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "sok-handlingar") filterRows(event.target);
  });
  return { clicked, changed };
})();
