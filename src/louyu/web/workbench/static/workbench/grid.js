// The cells of a monthly list, walked and changed by keys. Each change goes to the server at once,
// which answers with the row as it stands: checked, and marked where it differs from last month.
const grid = document.getElementById("grid");
const words = document.getElementById("words");
const trouble = document.getElementById("trouble");

function cellsOf(row) {
  return [...row.querySelectorAll("td[data-column]")];
}

function walkTo(cell) {
  if (!cell) return;
  for (const each of grid.querySelectorAll("td[tabindex='0']")) each.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus();
}

function neighbour(cell, down, right) {
  const rows = [...grid.tBodies[0].rows];
  const row = rows[rows.indexOf(cell.parentElement) + down];
  return row && cellsOf(row)[cellsOf(cell.parentElement).indexOf(cell) + right];
}

async function say(said) {
  const body = new URLSearchParams(new FormData(words));
  for (const [name, value] of Object.entries(said)) body.set(name, value);
  try {
    const answer = await fetch(grid.dataset.say, {
      method: "POST", body, headers: { "X-Louyu-Part": "row" }, redirect: "error",
    });
    if (!answer.ok) throw new Error(answer.status);
    const part = new DOMParser().parseFromString(await answer.text(), "text/html");
    trouble.textContent = "";
    document.getElementById("said").replaceChildren(part.getElementById("numbers"));
    return document.adoptNode(part.querySelector("tr"));
  } catch {
    trouble.textContent = "没有存上：请检查网络或重新登录，再改一次。";
    return null;
  }
}

async function saved(row, said, column) {
  row.setAttribute("aria-busy", "true");
  const held = document.activeElement === document.body || row.contains(document.activeElement);
  const next = await say({ line: row.dataset.line, ...said });
  row.removeAttribute("aria-busy");
  if (!next) return false;
  const here = document.activeElement?.closest?.("td[data-column]");
  const mine = here && here.parentElement === row ? here.dataset.column : held ? column : null;
  row.replaceWith(next);
  if (mine) walkTo(next.querySelector(`td[data-column="${mine}"]`));
  return true;
}

function editorFor(cell, typed) {
  const column = cell.dataset.column;
  const head = grid.querySelector(`th[data-name="${column}"]`);
  const value = cell.dataset.value;
  const options = document.getElementById(`options-${column}`);
  const editor = document.createElement(options ? "select" : "input");
  editor.setAttribute("aria-label", head.textContent);
  editor.className = "cell-editor";
  if (options) {
    editor.append(options.content.cloneNode(true));
    // What stands is offered too, though the list does not know it.
    if (value && ![...editor.options].some((each) => each.value === value)) {
      editor.append(new Option(value, value));
    }
    editor.value = value;
  } else {
    const kind = head.dataset.kind;
    const iso = !value || /^\d{4}-\d{2}-\d{2}$/.test(value);
    if (kind === "date" && iso && !typed) editor.type = "date";
    if (kind === "number") editor.inputMode = "decimal";
    editor.value = typed ? "" : value;
  }
  return editor;
}

function edit(cell, typed = false) {
  if (cell.querySelector(".cell-editor") || cell.parentElement.classList.contains("line-gone")) return;
  const row = cell.parentElement;
  const before = [...cell.childNodes];
  const editor = editorFor(cell, typed);
  let over = false;
  const end = async (keep, towards) => {
    if (over) return;
    over = true;
    const value = editor.value;
    cell.replaceChildren(...before);
    const next = towards || cell;
    walkTo(next);
    if (keep && value.trim() !== cell.dataset.value) {
      // What was typed is shown while it is on its way, and again if it did not arrive.
      cell.replaceChildren(value);
      const fine = await saved(row, { say: "cell", column: cell.dataset.column, value }, cell.dataset.column);
      if (!fine) cell.classList.add("wrong");
    }
  };
  editor.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      end(true, neighbour(cell, event.shiftKey ? -1 : 1, 0));
    } else if (event.key === "Tab") {
      event.preventDefault();
      end(true, neighbour(cell, 0, event.shiftKey ? -1 : 1));
    } else if (event.key === "Escape") {
      end(false);
    }
  });
  editor.addEventListener("blur", () => end(true));
  if (editor.tagName === "SELECT") editor.addEventListener("change", () => end(true));
  cell.replaceChildren(editor);
  editor.focus();
  if (!typed && editor.select) editor.select();
}

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

if (grid && words) {
  const first = grid.querySelector("td[data-column]");
  if (first) first.tabIndex = 0;
  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td[data-column]");
    if (!cell || event.target !== cell) return;
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === "z") {
      event.preventDefault();
      document.getElementById("undo").click();
    } else if (control || event.altKey) {
      return;
    } else if (MOVES[event.key]) {
      event.preventDefault();
      walkTo(neighbour(cell, ...MOVES[event.key]));
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      walkTo(cellsOf(cell.parentElement).at(event.key === "Home" ? 0 : -1));
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      edit(cell);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      if (cell.dataset.value) saved(cell.parentElement, { say: "cell", column: cell.dataset.column, value: "" }, cell.dataset.column);
    } else if (event.key === "Process" || event.isComposing || event.key.length === 1) {
      // The key itself goes into the editor: Chinese is composed there from its first letter.
      edit(cell, true);
    }
  });
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("td[data-column]");
    if (cell && !event.target.closest(".cell-editor")) {
      if (cell.tabIndex === 0 && document.activeElement === cell) edit(cell);
      else walkTo(cell);
    }
    const button = event.target.closest("button[form='words']");
    if (button) {
      event.preventDefault();
      saved(button.closest("tr"), { say: button.value }, cellsOf(button.closest("tr"))[0].dataset.column);
    }
  });
  grid.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("td[data-column]");
    if (cell) edit(cell);
  });
}
