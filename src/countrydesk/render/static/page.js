(function () {
  "use strict";
  var root = document.documentElement, button = document.querySelector(".theme");
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function shown() { return root.dataset.theme || (dark.matches ? "dark" : "light"); }
  function label() { button.textContent = shown() === "dark" ? "Light page" : "Dark page"; }
  button.hidden = false;
  label();
  dark.addEventListener("change", label);
  button.addEventListener("click", function () {
    root.dataset.theme = shown() === "dark" ? "light" : "dark";
    label();
  });

  function mark(event, on) {
    var figure = event.target.closest ? event.target.closest(".f") : null;
    var ids = figure ? (figure.getAttribute("aria-describedby") || "").split(" ") : [];
    ids.forEach(function (id) {
      var note = id && document.getElementById(id);
      if (note) { note.classList.toggle("on", on); }
    });
  }
  document.addEventListener("pointerover", function (event) { mark(event, true); });
  document.addEventListener("pointerout", function (event) { mark(event, false); });

  if (!("IntersectionObserver" in window)) { return; }
  var links = {}, current = null;
  document.querySelectorAll(".contents a").forEach(function (link) {
    links[link.hash.slice(1)] = link;
  });
  var observer = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      var link = entry.isIntersecting && links[entry.target.id];
      if (!link) { return; }
      if (current) { current.removeAttribute("aria-current"); }
      link.setAttribute("aria-current", "true");
      current = link;
    });
  }, { rootMargin: "0px 0px -75% 0px" });
  document.querySelectorAll("main section[id]").forEach(function (part) { observer.observe(part); });
})();
