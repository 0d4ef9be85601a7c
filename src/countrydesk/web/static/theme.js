// Before the first paint: the light or dark page that the reader chose.
(function () {
  "use strict";
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") { document.documentElement.dataset.theme = chosen; }
  } catch (error) { /* without storage the system's choice stands */ }
})();
