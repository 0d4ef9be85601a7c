// Sliders answer while they move: the newest request wins.
const form = document.getElementById("lab");
const result = document.getElementById("result");
let running = null, timer = 0;

async function refresh() {
  running?.abort();
  running = new AbortController();
  const query = new URLSearchParams(new FormData(form));
  history.replaceState(null, "", `/lab?${query}`);
  query.set("fragment", "true");
  result.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`/lab?${query}`, { signal: running.signal });
    if (answer.ok) {
      result.innerHTML = await answer.text();
      result.removeAttribute("aria-busy");
    }
  } catch (error) {
    if (error.name !== "AbortError") { throw error; }
  }
}
form.addEventListener("input", (event) => {
  const shown = document.getElementById(`${event.target.id}-shown`);
  if (shown) { shown.textContent = event.target.value; }
  clearTimeout(timer);
  if (event.target.matches("select")) { form.requestSubmit(); return; }
  timer = setTimeout(refresh, 60);
});
