// Find in the document: every entry without all of the words is hidden. Without scripts there
// is no field, and the whole document stands.
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const field = form.querySelector("input");
  const status = form.querySelector("[role=status]");
  const plain = text => text.toLocaleLowerCase().normalize("NFKC");
  const entries = [...document.querySelectorAll("main tbody")]
    .map(body => ({ body, text: plain(body.textContent + " " + body.closest("section").querySelector("h2").textContent) }));
  const sections = [...document.querySelectorAll("main section.group")].filter(each => each.querySelector("tbody"));
  const filter = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { body, text } of entries) {
      body.hidden = !words.every(word => text.includes(word));
      found += !body.hidden;
    }
    for (const section of sections) section.hidden = words.length > 0 && !section.querySelector("tbody:not([hidden])");
    status.textContent = words.length ? status.dataset.words.replace("{found}", found).replace("{all}", entries.length) : "";
  };
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.closest("[hidden]")) return;
    field.value = "";
    filter();
    target.scrollIntoView();
  };
  field.addEventListener("input", filter);
  form.addEventListener("submit", event => event.preventDefault());
  addEventListener("hashchange", follow);
  form.hidden = false;
  filter();
})();
