// 检索 as one types: what is found stands under the box; arrows choose, Enter opens, Escape closes.
// Without this script the box is a form that leads to the page of the search.
const WAIT = 120;

function typed(form) {
  const input = form.querySelector("input[type=search]");
  const panel = document.getElementById(form.dataset.found);
  const told = document.getElementById(form.dataset.told);
  const popup = form.contains(panel);
  let options = [];
  let chosen = -1;
  let waiting = 0;
  let asking = new AbortController();

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", panel.id);
  input.setAttribute("aria-expanded", "false");

  function choose(at) {
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = at;
    if (at < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    options[at].setAttribute("aria-selected", "true");
    options[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[at].id);
  }

  function close() {
    clearTimeout(waiting);
    asking.abort();
    choose(-1);
    if (popup) panel.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function show(html) {
    choose(-1);
    panel.innerHTML = html;
    const list = panel.querySelector("ul");
    options = list ? [...list.querySelectorAll("a")] : [];
    if (list) {
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", "检索结果");
      for (const [at, option] of options.entries()) {
        option.parentElement.setAttribute("role", "none");
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.id = `${panel.id}-${at}`;
        if (popup) option.tabIndex = -1;
      }
    }
    panel.hidden = false;
    input.setAttribute("aria-expanded", String(options.length > 0));
    told.textContent = options.length
      ? `列出 ${options.length} 条，按上下键选择，回车打开`
      : panel.textContent.trim();
  }

  async function ask() {
    asking.abort();
    asking = new AbortController();
    const there = new URL(form.action);
    there.searchParams.set("q", input.value.trim());
    try {
      const headers = { "HX-Request": "true" };
      const answer = await fetch(there, { headers, signal: asking.signal });
      // Who is no longer logged in is told so by the page, when the form is sent.
      if (answer.ok && !answer.redirected) show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    if (input.value.trim()) waiting = setTimeout(ask, WAIT);
    else {
      close();
      panel.replaceChildren();
      options = [];
      told.textContent = "";
    }
  });
  input.addEventListener("keydown", (event) => {
    // While Chinese is being composed these keys belong to the input method.
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      if (panel.hidden) {
        panel.hidden = false;
        input.setAttribute("aria-expanded", "true");
      }
      const last = options.length - 1;
      const next = chosen + step;
      choose(next > last ? 0 : next < 0 ? last : next);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      options[chosen].click();
    } else if (event.key === "Escape" && popup && !panel.hidden) {
      event.preventDefault();
      close();
    }
  });
  if (popup) {
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) close();
    });
  }
}

for (const form of document.querySelectorAll("form[data-found]")) typed(form);
