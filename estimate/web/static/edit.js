// Applies each change of the editing page at once, and puts what comes back in place: the
// same page that the form gives without script.
export function editAtOnce(form) {
  let busy = Promise.resolve();
  const apply = (body) => { busy = busy.then(() => send(body)).catch(() => location.reload()); };
  const dirty = () => current().dataset.dirty === "true";

  document.addEventListener("submit", (event) => {
    const by = event.submitter;
    if (event.target.id !== "edit" || (by && by.value === "discard")) return;
    event.preventDefault();
    apply(() => new URLSearchParams(new FormData(current(), by)));
  });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.form || field.form.id !== "edit" || !field.name.startsWith("v/")) return;
    const name = field.name;
    apply(() => {
      const all = new FormData(current());
      const only = new URLSearchParams({ do: "apply" });
      for (const key of ["draft", "shown", name]) if (all.has(key)) only.set(key, all.get(key));
      return only;
    });
  });
  addEventListener("beforeunload", (event) => { if (dirty()) event.preventDefault(); });

  function current() { return document.getElementById("edit"); }

  async function send(body) {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: body() });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("edit")) { // another page: two states to choose from, say
      const at = new URL(answer.url);
      if (answer.redirected) { current().dataset.dirty = "false"; location.assign(at); return; }
    }
    replace(page);
    if (answer.redirected) history.replaceState(null, "", answer.url.split("#")[0]);
  }

  // What is being typed, what is open and where one is stay as they are.
  function replace(page) {
    const typed = new Map();
    for (const field of current().elements) {
      if (!field.id || !field.name) continue;
      if (/^[nk]\//.test(field.name) && !page.getElementById("refused")) continue;
      if (field === document.activeElement && field.value !== field.defaultValue && field.name.startsWith("v/")) typed.set(field.id, field.value);
    }
    const open = new Map([...document.querySelectorAll("details[data-keep]")].map((d) => [d.dataset.keep, d.open]));
    const active = document.activeElement;
    const focus = active && active.id;
    const range = active && active.selectionStart !== undefined ? [active.selectionStart, active.selectionEnd] : null;
    const main = document.getElementById("main");
    main.replaceChildren(...page.getElementById("main").childNodes);
    document.title = page.title;
    for (const d of main.querySelectorAll("details[data-keep]")) if (open.has(d.dataset.keep)) d.open = open.get(d.dataset.keep);
    for (const [id, value] of typed) { const field = document.getElementById(id); if (field) field.value = value; }
    const field = focus && document.getElementById(focus);
    if (field) {
      field.focus({ preventScroll: true });
      if (range && field.setSelectionRange && field.type === "text") field.setSelectionRange(...range);
    }
  }
}
