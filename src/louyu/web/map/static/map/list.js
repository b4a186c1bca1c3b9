// The same things as a list: found by name, chosen by click or key. It works where no map can be drawn.
import { by, element, now, tools } from "./told.js";
import { sign, swatch, THEMES } from "./theme.js";

const MOST = 200;

function item(mark, name, said, pressed, chosen) {
  const button = element("button", { type: "button" }, mark, element("b", { textContent: name }), element("span", { textContent: said }));
  button.setAttribute("aria-pressed", String(pressed));
  button.addEventListener("click", chosen);
  return element("li", {}, button);
}

// `chosen` is told what was chosen: a building's code and whether it is added, or a layer and a name.
export function list(chosen) {
  const layer = by("what").value, wanted = by("find").value.trim(), theme = THEMES[tools.theme.value];
  const found = layer === "buildings" ? now.here : now.things?.[layer].things || [];
  const named = (each) => (layer === "buildings" ? [each.name, each.street] : [each[0], each[1]]);
  const rows = found.filter((each) => !wanted || named(each).some((word) => word.includes(wanted)));
  by("count").textContent = rows.length.toLocaleString("zh-CN");
  const items = rows.slice(0, MOST).map((each) => (layer === "buildings"
    ? item(swatch(theme.paint(each)), each.name, theme.say(each), now.set.has(each.code), (event) => chosen(each.code, event.shiftKey || event.ctrlKey || event.metaKey))
    : item(sign(layer, each[1], 40), each[0], each[1], now.thing?.[0] === layer && now.thing[1] === each[0], () => chosen(layer, each[0]))));
  if (rows.length > MOST) items.push(element("li", { className: "hint", textContent: `只列前 ${MOST} 个，请输入名称再找。` }));
  if (!rows.length) items.push(element("li", { className: "hint", textContent: wanted ? `没有叫“${wanted}”的。` : "这个月没有带坐标的。" }));
  by("list").replaceChildren(...items);
}
