// What things are coloured by: steps, colours and words, told apart without seeing colour: scales go from light
// to dark (from dim to bright on a dark page), kinds carry a letter, and the list says the same in words.
import { dark, element, told } from "./told.js";

const COOL = dark ? ["#2c4a63", "#2f6f86", "#3f9a92", "#7fbf86", "#cfdc7a", "#fff3a8"] : ["#f1e7c4", "#c9ddb4", "#86c3b0", "#4298b5", "#2569a0", "#16356f"];
const WARM = dark ? ["#4a3a2c", "#6e4a2c", "#9a5e2b", "#c97a34", "#eda35a", "#ffd9a3"] : ["#fbe9d0", "#f6cfa0", "#eda766", "#d97b36", "#b4521c", "#7a2f0e"];
const TIERED = dark ? ["#3c4b5b", "#335f76", "#2f7a87", "#43a08f", "#8cc384", "#d9dd78", "#fff4b0"] : ["#e0dccf", "#d6e4c3", "#a5d1b4", "#5fb0b3", "#3f86b5", "#2a5a9b", "#1b2f6b"];
export const GROUND = dark ? ["#1b222b", "#2a2b2c", "#3a3530", "#4d4235", "#65543c"] : ["#f6f2e9", "#efe6d6", "#e6d8bf", "#dbc7a4", "#cbae80"];
export const CHOSEN = dark ? "#ff6fa5" : "#d6336c";
const NONE = dark ? "#46505c" : "#bdb8ad";
const TIERS = ["千万元以下", "准千万元", "千万元", "五千万元", "准亿元", "亿元", "5亿元以上"];
const TRADES = { I: dark ? "#1f7fc4" : "#0072b2", J: "#e69f00", L: "#009e73", M: "#56b4e9", F: "#d55e00", K: "#cc79a7", E: dark ? "#f0e442" : "#d8c93a" };
const OTHER = dark ? "#6d6a66" : "#8f8a80";

export const KINDS = {
  projects: { shape: "diamond", colours: { 前期: ["#f2c6a8", "#3b1a08"], 新开工: ["#e69f00", "#2d1f00"], 续建: ["#c24e00", "#ffffff"], 竣备: ["#6b2a0d", "#ffffff"] } },
  parcels: { shape: "square", colours: { 规划: ["#e8d5f0", "#37184a"], 出让: ["#b98fcf", "#25103a"], 在建: ["#8450a5", "#ffffff"], 建成: ["#512a6b", "#ffffff"] } },
  facilities: { shape: "circle", colours: {} },
};
const PLAIN = ["#35566b", "#ffffff"];

const figure = (value, digits) => value.toLocaleString("zh-CN", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const number = (value, unit, digits = 0) => (value === null || value === undefined ? "没有数" : `${figure(value, digits)} ${unit}`);

function stepped(name, limits, unit, digits, scale) {
  const step = (value) => limits.filter((limit) => value >= limit).length;
  const none = (value) => value === null || value === undefined;
  return {
    paint: (row) => (none(row[name]) ? NONE : scale[step(row[name])]),
    steps: [...limits.map((limit, place) => [scale[place], place ? `${figure(limits[place - 1], 0)}–${figure(limit, 0)} ${unit}` : `不到 ${figure(limit, 0)} ${unit}`]), [scale[limits.length], `${figure(limits.at(-1), 0)} ${unit}及以上`], [NONE, "没有数"]],
    say: (row) => number(row[name], unit, digits),
  };
}

export const THEMES = {
  tier: { paint: (row) => TIERED[TIERS.indexOf(row.tier)], steps: TIERS.map((name, place) => [TIERED[place], name]).reverse(), say: (row) => row.tier },
  occupancy: stepped("occupancy", [40, 60, 75, 85, 95], "%", 1, COOL),
  vacant: stepped("vacant", [500, 2000, 5000, 10000, 20000], "㎡", 0, WARM),
  density: stepped("density", [50, 200, 500, 1000, 3000], "元/㎡", 2, COOL),
  power: stepped("power", [2, 4, 6, 8, 12], "kWh/㎡", 2, WARM),
  section: {
    paint: (row) => (row.section ? TRADES[row.section] || OTHER : NONE),
    steps: [...Object.entries(TRADES).map(([letter, colour]) => [colour, told.sections[letter]]), [OTHER, "其他门类"], [NONE, "没有数"]],
    say: (row) => (row.section ? `${told.sections[row.section]}${row.section_share === null ? "" : ` ${row.section_share} %`}` : "没有数"),
  },
  counts: { paint: (row) => (row.counts ? COOL[3] : NONE), steps: [[COOL[3], "计入指标"], [NONE, "不计入"]], say: (row) => (row.counts ? "计入" : "不计入") },
};

export const colours = (layer, kind) => KINDS[layer].colours[kind] || PLAIN;

// A kind's sign: its shape says the layer, its letter the kind. Drawn once for the map and once for the legend.
export function sign(layer, kind, size) {
  const canvas = element("canvas", { width: size, height: size, className: "sign" });
  const pen = canvas.getContext("2d"), middle = size / 2, [fill, ink] = colours(layer, kind);
  pen.beginPath();
  if (KINDS[layer].shape === "circle") pen.arc(middle, middle, middle * 0.86, 0, Math.PI * 2);
  else if (KINDS[layer].shape === "square") pen.roundRect(size * 0.1, size * 0.1, size * 0.8, size * 0.8, size * 0.14);
  else { pen.moveTo(middle, 0); pen.lineTo(size, middle); pen.lineTo(middle, size); pen.lineTo(0, middle); pen.closePath(); }
  Object.assign(pen, { fillStyle: fill, strokeStyle: "#ffffff", lineWidth: size * 0.06 });
  pen.fill(); pen.stroke();
  Object.assign(pen, { fillStyle: ink, font: `700 ${size * 0.46}px sans-serif`, textAlign: "center", textBaseline: "middle" });
  pen.fillText(kind.slice(0, 1), middle, middle * 1.05);
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

export function swatch(colour) {
  const canvas = element("canvas", { width: 32, height: 32, className: "sign" }), pen = canvas.getContext("2d");
  pen.fillStyle = colour;
  pen.roundRect(2, 2, 28, 28, 6);
  pen.fill();
  Object.assign(pen, { strokeStyle: dark ? "#ffffff55" : "#00000033", lineWidth: 2 });
  pen.stroke();
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

const line = (mark, words, count) => element("li", {}, mark, element("span", { textContent: words }), element("span", { className: "num", textContent: count ?? "" }));

export function buildingLegend(target, theme, rows) {
  const counted = new Map();
  for (const row of rows) counted.set(THEMES[theme].paint(row), (counted.get(THEMES[theme].paint(row)) || 0) + 1);
  target.replaceChildren(...THEMES[theme].steps.map(([colour, words]) => line(swatch(colour), words, counted.get(colour) || 0)));
}

// Streets in five steps of one width between the least and the most.
export function streetSteps(said) {
  const values = Object.values(said?.streets || {}).map(([value]) => value).filter((value) => value !== null);
  if (!values.length) return { step: () => null, steps: [] };
  const low = Math.min(...values), high = Math.max(...values), wide = (high - low) / GROUND.length;
  const digits = high - low >= 50 ? 0 : high - low >= 5 ? 1 : 2;
  const step = (value) => (value === null ? null : wide ? Math.min(GROUND.length - 1, Math.floor((value - low) / wide)) : 2);
  const steps = wide ? GROUND.map((colour, place) => [colour, `${figure(low + wide * place, digits)}–${figure(low + wide * (place + 1), digits)}`]) : [[GROUND[2], figure(low, digits)]];
  return { step, steps, count: (place) => values.filter((value) => (wide ? step(value) === place : true)).length };
}

export function streetLegend(target, said) {
  const { steps, count } = streetSteps(said);
  const hidden = Object.values(said?.streets || {}).filter(([value, shown]) => value === null && shown !== "—").length;
  target.replaceChildren(...steps.map(([colour, words], place) => line(swatch(colour), `${words} ${said.unit}`, count(place))), ...(hidden ? [element("li", { textContent: `${hidden} 个街镇受限，不着色` })] : []));
}

export function pointLegend(target, layer, found) {
  const [, kinds] = told.layers[layer], counted = new Map(kinds.map((kind) => [kind, 0]));
  for (const thing of found.things) counted.set(thing[1], (counted.get(thing[1]) || 0) + 1);
  const missing = Object.values(found.unplaced).reduce((sum, count) => sum + count, 0);
  const words = Object.entries(found.unplaced).map(([kind, count]) => `${kind} ${count}`).join("，");
  const lines = found.things.length ? [...counted].map(([kind, count]) => line(sign(layer, kind, 40), kind, count)) : [];
  if (!found.things.length && !missing) lines.push(element("li", { textContent: "这个月没有报送。" }));
  if (missing) lines.push(element("li", { className: "hint", textContent: `另有 ${missing} 个没有坐标（${words}），不在图上；报送时填经度、纬度、坐标系即可。` }));
  target.replaceChildren(...lines);
}
