// The economic map. What it shows comes from the site's own addresses, each for one month and one scope.
import { addressRead, addressWrite } from "./address.js";
import * as card from "./card.js";
import { drawing, drawingKey, inside, lasso, ringShow } from "./lasso.js";
import { list } from "./list.js";
import { buildingsShow, hoverShow, layersShow, near, pitch, scene, streetsShow, under, whole } from "./scene.js";
import { buildingLegend, pointLegend, streetLegend } from "./theme.js";
import { BOXES, by, get, month, months, now, ofMonth, say, told, tools } from "./told.js";

let map, playing = null, streets = null;
const write = () => addressWrite(map);

function about() {
  by("theme-about").textContent = `口径：${tools.theme.selectedOptions[0].dataset.about}`;
  by("key-about").textContent = streets ? `口径：${streets.about}` : "";
}

function legends() {
  buildingLegend(by("legend"), tools.theme.value, now.here);
  streetLegend(by("legend-streets"), streets);
  for (const layer of Object.keys(told.layers)) {
    by(`legend-${layer}`).hidden = !by(layer).checked;
    if (now.things) pointLegend(by(`legend-${layer}-list`), layer, now.things[layer]);
  }
  about();
}

function redraw() {
  buildingsShow(map);
  legends();
  rows();
}

const rows = () => list((what, more) => (told.layers[what] ? pointChoose([what, more]) : choose(more ? toggled(what) : [what])));

function toggled(code) {
  const next = new Set(now.set);
  if (!next.delete(code)) next.add(code);
  now.ring = [];
  ringShow(map);
  return [...next];
}

async function sums(found) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", tools.csrfmiddlewaretoken.value);
  body.set("month", month()[0]);
  body.set("codes", found.map((row) => row.code).join("\n"));
  const name = `圈选 ${found.length} 幢`, over = month()[1];
  card.chosen(name, [["合计", "正在算……"]], { over });
  try {
    const answer = await fetch(told.sums, { method: "POST", body, headers: { "X-CSRFToken": tools.csrfmiddlewaretoken.value } });
    if (!answer.ok) throw new Error(answer.status);
    card.chosen(name, (await answer.json()).sums, { over });
  } catch {
    card.chosen(name, [["没有算成", "请刷新页面再试"]], { over });
  }
}

async function choose(codes, still = false) {
  now.set = new Set(codes);
  if (codes.length) now.thing = null;
  redraw();
  write();
  const found = now.here.filter((row) => now.set.has(row.code));
  if (found.length === 1) {
    card.building(found[0], tools.theme.value);
    if (!still) near(map, found[0].lon, found[0].lat);
  } else if (found.length) await sums(found);
  else if (now.ring.length > 2 && !drawing()) card.chosen("圈选 0 幢", [["圈里", "没有带坐标的楼宇"]], { over: month()[1] });
  else if (!now.thing) card.chosen("", []);
}

function pointChoose(thing, still = false) {
  const found = now.things?.[thing[0]].things.find((each) => each[0] === thing[1]);
  if (!found) return;
  now.set = new Set();
  now.thing = thing;
  if (!by(thing[0]).checked) { by(thing[0]).checked = true; layersShow(map); }
  redraw();
  card.point(thing[0], found);
  write();
  if (!still) near(map, found[2], found[3]);
}

const ringed = () => now.here.filter((row) => inside([row.lon, row.lat], now.ring)).map((row) => row.code);

async function streetsRead() {
  streets = tools.key.value ? await get(ofMonth(told.streets.replace("KEY", tools.key.value))) : null;
  streetsShow(map, streets);
  legends();
}

async function monthShow(loading = "") {
  const [asked, name] = month();
  by("month-name").textContent = name;
  tools.month.setAttribute("aria-valuetext", name);
  if (!loading) say(`正在读${name}……`);
  try {
    const [said, things] = await Promise.all([get(ofMonth(told.buildings)), get(ofMonth(told.points))]);
    if (month()[0] !== asked) return;
    now.here = said.rows.map((row) => Object.fromEntries(said.columns.map((column, place) => [column, row[place]])));
    now.things = things;
    by("empty").hidden = Boolean(now.here.length);
    await streetsRead();
    if (!drawing() && !loading) say("");
  } catch (error) {
    say(`没有读到${name}的数（${error.message}），请刷新再试。`);
    return;
  }
  layersShow(map);
  if (now.thing) pointChoose(now.thing, true);
  else await choose(now.ring.length > 2 && !drawing() ? ringed() : [...now.set], true);
  write();
}

function lassoDone() {
  lasso(false, map);
  if (now.ring.length > 2) choose(ringed(), true);
  else { now.ring = []; ringShow(map); }
}

function play(on) {
  clearTimeout(playing);
  playing = null;
  by("play").setAttribute("aria-pressed", String(on));
  by("play").textContent = on ? "暂停" : "播放";
  if (!on) return;
  if (Number(tools.month.value) === months.length - 1) tools.month.value = 0;
  const step = async () => {
    await monthShow();
    if (Number(tools.month.value) >= months.length - 1) { play(false); return; }
    playing = setTimeout(() => { tools.month.value = Number(tools.month.value) + 1; step(); }, 900);
  };
  playing = setTimeout(step, 0);
}

tools.addEventListener("submit", (event) => event.preventDefault());
tools.theme.addEventListener("change", () => { redraw(); write(); });
tools.key.addEventListener("change", async () => { await streetsRead(); write(); });
tools.month.addEventListener("input", () => { play(false); monthShow(); });
for (const box of BOXES) by(box)?.addEventListener("change", () => { layersShow(map); streetsShow(map, streets); redraw(); write(); });
by("tall").addEventListener("change", () => pitch(map));
by("find").addEventListener("input", rows);
by("what").addEventListener("change", () => { rows(); write(); });
by("whole").addEventListener("click", () => whole(map));
by("clear").addEventListener("click", () => { now.ring = []; now.thing = null; ringShow(map); lasso(false, map); choose([], true); });
by("lasso").addEventListener("click", () => { if (drawing()) lassoDone(); else { lasso(true, map); choose([], true); map.getCanvas().focus(); } });
by("play").addEventListener("click", () => play(playing === null));
by("panel").addEventListener("click", () => {
  tools.hidden = !tools.hidden;
  by("panel").setAttribute("aria-expanded", String(!tools.hidden));
});
by("map").addEventListener("keydown", (event) => { if (map && drawingKey(event, map, () => choose([], true))) event.preventDefault(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => location.reload());

function listen(hover) {
  map.on("moveend", write);
  map.on("mousemove", (event) => { if (!drawing()) hoverShow(map, hover, event); });
  map.on("mouseout", () => hover.remove());
  map.on("click", (event) => {
    if (drawing()) { now.ring.push([event.lngLat.lng, event.lngLat.lat]); ringShow(map); return; }
    const found = under(map, event.point);
    now.ring = [];
    now.thing = null;
    ringShow(map);
    if (found?.thing) pointChoose(found.thing, true);
    else choose(found ? [found.code] : [], true);
  });
  if (told.tiles) map.on("error", (event) => { if (event.sourceId === "tiles") say("底图没有取到：请核对网络、地址和密钥。其余照常。"); });
}

const view = addressRead();
say("正在读底图……", 1);
try {
  now.ground = await get(told.ground);
} catch {
  now.ground = { boundaries: null, footprints: null, roads: null };
}
say("正在读楼宇……", 2);
await monthShow("first");
say("正在画图……", 3);
try {
  const made = await scene(view);
  map = made.map;
  listen(made.hover);
  buildingsShow(map);
  layersShow(map);
  streetsShow(map, streets);
  ringShow(map);
  say("");
  by("map").dataset.ready = "1";
} catch (error) {
  map = undefined;
  for (const button of ["lasso", "whole"]) by(button).disabled = true;
  say(`这台机器画不了地图（${/webgl/i.test(error?.message || "") ? "浏览器没有 WebGL" : error?.message || "没有 WebGL"}），清单、图例和合计照常可用。`);
  by("map").dataset.ready = "0";
}
