// The card: one building's numbers with the way to its file, a point's facts, or a drawn set's sums.
import { by, element, month, told } from "./told.js";
import { sign, swatch, THEMES } from "./theme.js";

export function chosen(name, pairs, { over = "", mark = null, more = [] } = {}) {
  by("chosen").hidden = !name;
  by("chosen-name").textContent = name;
  by("chosen-over").replaceChildren(...(mark ? [mark] : []), over);
  by("facts").replaceChildren(...pairs.map(([label, value]) => element("div", {}, element("dt", { textContent: label }), element("dd", { textContent: value }))));
  by("more").replaceChildren(...more);
}

export function building(row, theme) {
  const said = (value, unit) => (value === null || value === undefined ? "—" : `${value.toLocaleString("zh-CN")} ${unit}`);
  const pairs = [
    ["税收梯队", row.tier], ["入驻率", said(row.occupancy, "%")], ["空置面积", said(row.vacant, "㎡")], ["入驻企业", said(row.occupants, "家")],
    ["主业", THEMES.section.say(row)], ["用电强度", said(row.power, "kWh/㎡")], ["计入指标", row.counts ? "是" : "否"],
  ];
  if (row.density !== null) pairs.splice(1, 0, ["平方米税收", said(row.density, "元/㎡")]);
  const file = `${told.file.replace("CODE", encodeURIComponent(row.code))}?month=${month()[0]}`;
  chosen(row.name, pairs, {
    over: `${row.street || "街镇不明"} · ${month()[1]}`, mark: swatch(THEMES[theme].paint(row)),
    more: [element("a", { className: "button", href: file, textContent: "打开一楼一册" })],
  });
}

export function point(layer, [name, kind, , , facts]) {
  chosen(name, facts, { over: `${told.layers[layer][0]} · ${kind}`, mark: sign(layer, kind, 40) });
}
