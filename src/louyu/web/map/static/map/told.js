// What the page was told, what is being looked at now, and how both are fetched.
export const told = JSON.parse(document.getElementById("told").textContent);
export const by = (id) => document.getElementById(id);
export const tools = by("tools");
export const months = told.months;
export const dark = matchMedia("(prefers-color-scheme: dark)").matches;
export const BOXES = ["tall", "roads", "labels", "projects", "parcels", "facilities", "tiles"];

// here: the month's buildings; things: its points; set: codes chosen; ring: points drawn; thing: a point chosen.
export const now = { here: [], things: null, ground: null, set: new Set(), ring: [], thing: null };
export const month = () => months[tools.month.value];

const kept = new Map();

export function get(address) {
  if (!kept.has(address)) {
    kept.set(address, fetch(address, { headers: { Accept: "application/json" } }).then((answer) => {
      if (!answer.ok) throw new Error(answer.status === 403 ? "登录已过期" : `${answer.status}`);
      return answer.json();
    }).catch((error) => { kept.delete(address); throw error; }));
  }
  return kept.get(address);
}

export const ofMonth = (address) => address.replace("/0.", `/${month()[0]}.`);

export function say(words, done) {
  by("state").hidden = !words;
  by("said").textContent = words;
  by("bar").hidden = done === undefined;
  by("bar").value = done || 0;
}

export function element(name, said = {}, ...inside) {
  const made = Object.assign(document.createElement(name), said);
  made.append(...inside);
  return made;
}
