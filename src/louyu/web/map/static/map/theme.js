// What a building can be coloured by: the steps, their colours and words. Never by colour alone:
// the list beside the map says the same in words.
const STEPS = ["#c9d3dd", "#9fc3df", "#5f9fce", "#2c75b0", "#164f86", "#0b2f57"];
const NONE = "#a8a39a";
const TIERS = ["千万元以下", "准千万元", "千万元", "五千万元", "准亿元", "亿元", "5亿元以上"];
const TIER_COLOURS = ["#c9d3dd", "#a9cbb7", "#6fae8d", "#3c8a6a", "#d9b25f", "#c8583f", "#7d2a1c"];
const number = (value, unit, digits = 0) => (value === null ? "—" : `${value.toLocaleString("zh-CN", { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`);

function stepped(limits, unit, digits) {
  return {
    colour: (value) => (value === null ? NONE : STEPS[limits.filter((limit) => value >= limit).length]),
    steps: [...limits.map((limit, place) => [STEPS[place], place ? `${limits[place - 1]}–${limit} ${unit}` : `${limit} ${unit}以下`]), [STEPS[limits.length], `${limits.at(-1)} ${unit}以上`], [NONE, "没有数"]],
    say: (value) => number(value, unit, digits),
  };
}

const kinds = {
  occupancy: stepped([40, 60, 75, 85, 95], "%", 1),
  vacant: stepped([500, 2000, 5000, 10000, 20000], "㎡", 0),
  density: stepped([50, 200, 500, 1000, 3000], "元/㎡", 2),
};

export const THEMES = {
  tier: { paint: (row) => TIER_COLOURS[TIERS.indexOf(row.tier)], steps: TIERS.map((name, place) => [TIER_COLOURS[place], name]).reverse(), say: (row) => row.tier },
  counts: { paint: (row) => (row.counts ? "#2c75b0" : NONE), steps: [["#2c75b0", "计入指标"], [NONE, "不计入"]], say: (row) => (row.counts ? "计入" : "不计入") },
};
for (const [name, kind] of Object.entries(kinds)) {
  THEMES[name] = { paint: (row) => kind.colour(row[name]), steps: kind.steps, say: (row) => kind.say(row[name]) };
}

export const colours = (theme) => THEMES[theme].paint;

export function legend(target, theme, rows) {
  const counted = new Map();
  for (const row of rows) counted.set(THEMES[theme].paint(row), (counted.get(THEMES[theme].paint(row)) || 0) + 1);
  target.replaceChildren(...THEMES[theme].steps.map(([colour, words]) => {
    const item = document.createElement("li");
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 10 10");
    svg.setAttribute("aria-hidden", "true");
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of [["width", 10], ["height", 10], ["rx", 2], ["fill", colour]]) rect.setAttribute(name, value);
    svg.append(rect);
    item.append(svg, `${words}（${counted.get(colour) || 0}）`);
    return item;
  }));
}
