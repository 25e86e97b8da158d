"use strict";
/* global document, location, addEventListener */
/** Behaviour of the page: search, and opening what a link leads to. Without it, the page can be read all the same. */
{
  const search = document.querySelector("#search");
  const found = document.querySelector("#found");
  const resources = [...document.querySelectorAll("details.resource")];
  const texts = new Map(resources.map((resource) => [resource, resource.textContent.toLowerCase()]));

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [resource, text] of texts) {
      resource.hidden = !words.every((word) => text.includes(word));
      if (!resource.hidden) shown++;
    }
    found.textContent = words.length > 0 ? `${shown} of ${resources.length} resources` : "";
  };
  search.addEventListener("input", filter);

  addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && document.activeElement === search) {
      search.value = "";
      filter();
    }
  });

  const openTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.classList.contains("resource")) return;
    target.hidden = false;
    target.open = true;
    target.scrollIntoView();
    target.querySelector("summary").focus();
  };
  addEventListener("hashchange", openTarget);
  openTarget();
}
