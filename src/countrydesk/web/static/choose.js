// Lists in a text field: suggestions for the last entry, one entry after the other.
for (const field of document.querySelectorAll("input[data-several]")) {
  const list = document.getElementById(field.getAttribute("list"));
  const options = [...list.options].map((option) => ({ value: option.value, label: option.label || option.value }));
  field.removeAttribute("list");
  const box = document.createElement("ul");
  box.className = "suggest";
  box.id = `${field.name}-suggest`;
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", "Suggestions");
  box.hidden = true;
  field.parentElement.append(box);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", box.id);
  field.setAttribute("aria-autocomplete", "list");
  let at = -1;

  const last = () => field.value.slice(field.value.lastIndexOf(",") + 1).trim().toLowerCase();
  const hide = () => { box.hidden = true; at = -1; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
  const take = (value) => {
    const kept = field.value.slice(0, field.value.lastIndexOf(",") + 1).replace(/,\s*$/, ", ");
    field.value = `${kept}${kept && !kept.endsWith(" ") ? " " : ""}${value}, `;
    hide();
    field.focus();
  };
  const mark = (next) => {
    const items = [...box.children];
    at = (next + items.length) % items.length;
    items.forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    field.setAttribute("aria-activedescendant", items[at].id);
    items[at].scrollIntoView({ block: "nearest" });
  };
  field.addEventListener("input", () => {
    const typed = last();
    const found = typed.length < 2 ? [] : options.filter((option) =>
      option.value.toLowerCase().includes(typed) || option.label.toLowerCase().includes(typed)).slice(0, 9);
    box.replaceChildren(...found.map((option, n) => {
      const item = document.createElement("li");
      item.id = `${box.id}-${n}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = option.label === option.value ? option.value : `${option.label} `;
      if (option.label !== option.value) {
        const code = document.createElement("code");
        code.textContent = option.value;
        item.append(code);
      }
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); take(option.value); });
      return item;
    }));
    box.hidden = !found.length;
    at = -1;
    field.setAttribute("aria-expanded", String(!box.hidden));
    box.dataset.values = JSON.stringify(found.map((option) => option.value));
  });
  field.addEventListener("keydown", (event) => {
    if (box.hidden) { return; }
    if (event.key === "ArrowDown") { event.preventDefault(); mark(at + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); mark(at - 1); }
    if (event.key === "Escape") { event.preventDefault(); hide(); }
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(JSON.parse(box.dataset.values)[at]); }
  });
  field.addEventListener("blur", hide);
}
for (const button of document.querySelectorAll("[data-copy-here]")) {
  button.dataset.copy = location.href;
}
