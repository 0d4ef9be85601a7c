// What every page has: the choice of light or dark, forms that answer at once, copying.
const root = document.documentElement;
const button = document.querySelector("button.theme");
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const shown = () => root.dataset.theme || (dark.matches ? "dark" : "light");
const label = () => { button.textContent = shown() === "dark" ? "Light page" : "Dark page"; };

button.hidden = false;
label();
dark.addEventListener("change", label);
button.addEventListener("click", () => {
  root.dataset.theme = shown() === "dark" ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* not kept */ }
  label();
});

// A choice in a form marked data-auto is sent at once; its button stays for those who type.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form && event.target.matches("select, input[type=date], input[type=radio], input[type=checkbox]")) {
    if (event.target.validity.valid) { form.requestSubmit(); }
  }
});

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("button.copy");
  if (!copy) { return; }
  try {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.textContent = "Copied";
  } catch {
    copy.textContent = "Not allowed; select the text";
  }
});

export function reveal(part) {
  part.querySelectorAll("button.copy").forEach((copy) => { copy.hidden = false; });
}
reveal(document);

// "/" goes to the search, as readers of reference works expect.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.getElementById("find").focus();
  }
});
