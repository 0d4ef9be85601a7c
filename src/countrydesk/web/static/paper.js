// Beside a paper: the evidence of the figure under the pointer or the focus, and where we are.
const peek = document.getElementById("peek");
const known = new Map();
let anchor = null, pinned = false, wanted = null, timer = 0, returning = false;

function cardOf(link) {
  const address = new URL(link.href);
  address.searchParams.set("fragment", "true");
  if (!known.has(address.href)) {
    known.set(address.href, fetch(address).then((answer) => {
      if (!answer.ok) { throw new Error(answer.statusText); }
      return answer.text();
    }).catch((error) => { known.delete(address.href); throw error; }));
  }
  return known.get(address.href);
}

function place(link) {
  const box = link.getBoundingClientRect(), page = document.getElementById("main").getBoundingClientRect();
  if (window.innerWidth <= 1000) { peek.style.top = ""; peek.style.left = ""; return; }
  const left = Math.min(page.right - peek.offsetWidth, window.innerWidth - peek.offsetWidth - 12);
  const room = window.scrollY + window.innerHeight - peek.offsetHeight - 12;
  peek.style.left = `${Math.max(12, left + window.scrollX)}px`;
  peek.style.top = `${Math.max(window.scrollY + 12, Math.min(box.top + window.scrollY - 8, room))}px`;
}

async function open(link, pin) {
  wanted = link;
  let text;
  try { text = await cardOf(link); } catch { return; }
  if (wanted !== link) { return; }
  if (anchor) { anchor.classList.remove("on"); }
  anchor = link;
  pinned = pin;
  anchor.classList.add("on");
  peek.innerHTML = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close";
  close.textContent = "Close";
  close.addEventListener("click", back);
  peek.prepend(close);
  peek.querySelectorAll("button.copy").forEach((copy) => { copy.hidden = false; });
  narrow(link.textContent);
  peek.classList.toggle("pinned", pin);
  peek.hidden = false;
  place(link);
  if (pin) { close.focus({ preventScroll: true }); }
}

// Until the card is pinned it shows the one figure and the series it rests on.
function narrow(text) {
  const figures = [...peek.querySelectorAll(".figures li")];
  const mine = figures.find((item) => item.dataset.text === text);
  const series = mine ? mine.dataset.series.split(" ").filter(Boolean) : [];
  figures.forEach((item) => item.classList.toggle("aside", Boolean(mine) && item !== mine));
  peek.querySelectorAll(".series").forEach((part) =>
    part.classList.toggle("aside", series.length > 0 && !series.includes(part.dataset.n)));
}

function shut() {
  clearTimeout(timer);
  wanted = null;
  if (anchor) { anchor.classList.remove("on"); }
  anchor = null;
  pinned = false;
  if (peek) { peek.hidden = true; }
}

// Close, and go back to the figure without opening its card again.
function back() {
  const last = anchor;
  shut();
  returning = true;
  last?.focus();
  returning = false;
}

if (peek) {
  const figure = (event) => event.target.closest?.("a.f");
  document.addEventListener("pointerover", (event) => {
    const link = figure(event);
    if (pinned || event.pointerType === "touch") { return; }
    clearTimeout(timer);
    if (link) { timer = setTimeout(() => open(link, false), 120); }
    else if (anchor && !event.target.closest("#peek")) { timer = setTimeout(shut, 250); }
  });
  document.addEventListener("focusin", (event) => {
    const link = figure(event);
    if (pinned || returning) { return; }
    if (link) { open(link, false); }
    else if (!event.target.closest("#peek")) { shut(); }
  });
  document.addEventListener("click", (event) => {
    const link = figure(event);
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link, true);
    } else if (pinned && !event.target.closest("#peek")) {
      shut();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !peek.hidden) { back(); }
  });
}

const links = new Map();
document.querySelectorAll(".contents a").forEach((link) => links.set(link.hash.slice(1), link));
let current = null;
const observer = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const link = entry.isIntersecting && links.get(entry.target.id);
    if (!link) { continue; }
    current?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    const box = link.closest(".contents");
    if (box.scrollHeight > box.clientHeight) {
      box.scrollTop = link.offsetTop - box.clientHeight / 2;
    }
    current = link;
  }
}, { rootMargin: "0px 0px -75% 0px" });
if (links.size) {
  document.querySelectorAll("main section[id]").forEach((part) => observer.observe(part));
}
