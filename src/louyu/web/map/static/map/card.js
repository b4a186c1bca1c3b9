// The card beside the map: one building's numbers with the way to its file, or a set's sums.
const by = (id) => document.getElementById(id);

export function chosen(name, pairs) {
  by("chosen-name").textContent = name;
  by("more").replaceChildren();
  by("facts").replaceChildren(...pairs.map(([label, value]) => {
    const pair = document.createElement("div");
    pair.append(Object.assign(document.createElement("dt"), { textContent: label }), Object.assign(document.createElement("dd"), { textContent: value }));
    return pair;
  }));
}

export function facts(row, file, month) {
  const number = (value, unit) => (value === null ? "—" : `${value.toLocaleString("zh-CN")} ${unit}`);
  const pairs = [["街镇", row.street || "—"], ["月份", month], ["税收梯队", row.tier], ["入驻率", number(row.occupancy, "%")], ["空置面积", number(row.vacant, "㎡")], ["入驻企业", number(row.occupants, "家")], ["计入指标", row.counts ? "是" : "否"]];
  if (row.density !== null) pairs.push(["平方米税收", number(row.density, "元/㎡")]);
  chosen(row.name, pairs);
  by("more").append(Object.assign(document.createElement("a"), { href: file, textContent: "打开一楼一册" }));
}
