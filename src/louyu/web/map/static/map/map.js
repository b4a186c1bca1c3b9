// The economic map. What it shows comes from the site's own addresses, each for one month and one scope;
// the view, the month and the layers stand in the address, so that a link opens the same map again.
import { chosen, facts } from "./card.js";
import { colours, legend, THEMES } from "./theme.js";

const told = JSON.parse(document.getElementById("told").textContent);
const by = (id) => document.getElementById(id);
const state = by("state");
const tools = by("tools");
const months = told.months;
const cache = new Map();
let map, ground, here = [], set = new Set(), ring = [], playing = null;

async function get(address) {
  if (!cache.has(address)) {
    cache.set(address, fetch(address, { headers: { Accept: "application/json" } }).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status}`);
      return answer.json();
    }).catch((error) => { cache.delete(address); throw error; }));
  }
  return cache.get(address);
}

function square(row) {
  const north = row.side / 2 / 111320;
  const east = north / Math.cos((row.lat * Math.PI) / 180);
  const { lon, lat } = row;
  return [[[lon - east, lat - north], [lon + east, lat - north], [lon + east, lat + north], [lon - east, lat + north], [lon - east, lat - north]]];
}

function shapes() {
  const known = new Map((ground.footprints?.features || []).map((each) => [each.properties.code, each.geometry]));
  const paint = colours(tools.theme.value, here);
  return {
    type: "FeatureCollection",
    features: here.map((row, id) => ({
      type: "Feature", id,
      properties: { code: row.code, name: row.name, height: row.height, colour: paint(row), chosen: set.has(row.code) },
      geometry: known.get(row.code) || { type: "Polygon", coordinates: square(row) },
    })),
  };
}

function points() {
  return {
    type: "FeatureCollection",
    features: here.map((row) => ({ type: "Feature", properties: { name: row.name }, geometry: { type: "Point", coordinates: [row.lon, row.lat] } })),
  };
}

function redraw() {
  if (!map?.getSource("buildings")) return;
  map.getSource("buildings").setData(shapes());
  map.getSource("points").setData(points());
  map.setPaintProperty("buildings", "fill-extrusion-height", by("tall").checked ? ["get", "height"] : 1);
  for (const [box, layer] of [["roads", "roads"], ["facilities", "facilities"], ["labels", "names"]]) {
    map.setLayoutProperty(layer, "visibility", by(box).checked ? "visible" : "none");
  }
  legend(by("legend"), tools.theme.value, here);
}

async function streetsShow() {
  const key = tools.key.value;
  if (!map?.getSource("streets")) return;
  const said = key ? await get(told.streets.replace("KEY", key).replace("/0.", `/${months[tools.month.value][0]}.`)) : null;
  const values = Object.values(said?.streets || {}).map(([value]) => value).filter((value) => value !== null);
  const low = Math.min(...values), high = Math.max(...values);
  const features = (ground.boundaries?.features || []).map((each) => {
    const [value, shown] = said?.streets[each.properties.name] || [null, ""];
    const depth = value === null ? 0 : high > low ? 0.15 + (0.6 * (value - low)) / (high - low) : 0.4;
    return { ...each, properties: { ...each.properties, depth, told: said ? `${each.properties.name}\n${shown} ${shown && value !== null ? said.unit : ""}` : each.properties.name } };
  });
  map.getSource("streets").setData({ type: "FeatureCollection", features });
}

function list() {
  const wanted = by("find").value.trim();
  const rows = here.filter((row) => !wanted || row.name.includes(wanted) || row.street.includes(wanted));
  by("count").textContent = `${rows.length}`;
  by("list").replaceChildren(...rows.slice(0, 200).map((row) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", String(set.has(row.code)));
    button.append(row.name, Object.assign(document.createElement("span"), { textContent: THEMES[tools.theme.value].say(row) }));
    button.addEventListener("click", (event) => choose(event.shiftKey || event.ctrlKey ? toggled(row.code) : [row.code], !map));
    item.append(button);
    return item;
  }));
}

function toggled(code) {
  const next = new Set(set);
  if (!next.delete(code)) next.add(code);
  return [...next];
}

async function choose(codes, still = false) {
  set = new Set(codes);
  redraw();
  list();
  addressWrite();
  const rows = here.filter((row) => set.has(row.code));
  if (rows.length === 1) {
    facts(rows[0], told.file.replace("CODE", encodeURIComponent(rows[0].code)), months[tools.month.value][1]);
    if (!still) map?.easeTo({ center: [rows[0].lon, rows[0].lat], zoom: Math.max(map.getZoom(), 15) });
  } else if (rows.length) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", tools.csrfmiddlewaretoken.value);
    body.set("month", months[tools.month.value][0]);
    body.set("codes", rows.map((row) => row.code).join("\n"));
    const answer = await fetch(told.sums, { method: "POST", body, headers: { "X-CSRFToken": tools.csrfmiddlewaretoken.value } });
    if (answer.ok) chosen(`圈选 ${rows.length} 幢`, (await answer.json()).sums);
    else chosen("圈选", [["没有算成", "请刷新页面再试"]]);
  } else chosen("点一幢楼，或圈一片", []);
}

function inside([x, y], polygon) {
  let within = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [xi, yi] = polygon[i], [xj, yj] = polygon[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
  }
  return within;
}

function lassoShow() {
  const line = ring.length > 1 ? [...ring, ring[0]] : [];
  map.getSource("lasso").setData({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: line } });
}

function lasso(on) {
  by("lasso").setAttribute("aria-pressed", String(on));
  by("lasso").textContent = on ? "圈好了" : "圈选";
  document.body.classList.toggle("lassoing", on);
  if (on) { ring = []; state.textContent = "在图上逐点点出一圈，再点“圈好了”。也可在清单里按住 Ctrl 逐幢选。"; }
  else state.textContent = "";
}

async function monthShow() {
  const [month, name] = months[tools.month.value];
  by("month-name").textContent = name;
  tools.month.setAttribute("aria-valuetext", name);
  try {
    const said = await get(told.buildings.replace("/0.", `/${month}.`));
    if (months[tools.month.value][0] !== month) return;
    here = said.rows.map((row) => Object.fromEntries(said.columns.map((column, place) => [column, row[place]])));
    if (state.textContent.startsWith("正在")) state.textContent = "";
  } catch (error) {
    state.textContent = `没有读到${name}的楼宇（${error.message}），请刷新再试。`;
    return;
  }
  await streetsShow();
  await choose([...set], true);
}

function addressWrite() {
  const said = new URLSearchParams({ theme: tools.theme.value, key: tools.key.value, month: months[tools.month.value][0] });
  for (const box of ["tall", "roads", "facilities", "labels"]) said.set(box, by(box).checked ? "1" : "0");
  if (map) said.set("at", [map.getCenter().lng.toFixed(5), map.getCenter().lat.toFixed(5), map.getZoom().toFixed(2), map.getPitch().toFixed(0), map.getBearing().toFixed(0)].join(","));
  if (set.size && set.size <= 100) said.set("set", [...set].join(","));
  history.replaceState(null, "", `#${said}`);
}

function addressRead() {
  const said = new URLSearchParams(location.hash.slice(1));
  for (const name of ["theme", "key"]) if ([...tools[name].options].some((each) => each.value === said.get(name))) tools[name].value = said.get(name);
  for (const box of ["tall", "roads", "facilities", "labels"]) if (said.has(box)) by(box).checked = said.get(box) === "1";
  const at = months.findIndex(([month]) => String(month) === (said.get("month") || String(told.month)));
  tools.month.max = months.length - 1;
  tools.month.value = at < 0 ? months.length - 1 : at;
  if (said.get("set")) set = new Set(said.get("set").split(","));
  return said.get("at")?.split(",").map(Number).filter(Number.isFinite);
}

function bounds() {
  const lons = here.map((row) => row.lon), lats = here.map((row) => row.lat);
  return here.length ? [[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]] : [[73, 18], [135, 53]];
}

async function draw(view) {
  const library = await import(told.library);
  library.setWorkerUrl(told.worker);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const ink = dark ? "#e8ebee" : "#1b2430", halo = dark ? "#0f141b" : "#fffefb";
  const size = (pixels) => (pixels * parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16;
  const empty = { type: "FeatureCollection", features: [] };
  const geojson = (data) => ({ type: "geojson", data: data || empty });
  map = new library.Map({
    container: "map", attributionControl: false, localIdeographFontFamily: "sans-serif", maxPitch: 70, dragRotate: true,
    style: {
      version: 8,
      sources: { streets: geojson(ground.boundaries), roads: geojson(ground.roads), buildings: geojson(), points: geojson(), lasso: geojson(),
        facilities: geojson({ type: "FeatureCollection", features: ground.facilities.map(([name, kind, lon, lat]) => ({ type: "Feature", properties: { name, kind }, geometry: { type: "Point", coordinates: [lon, lat] } })) }) },
      layers: [
        { id: "paper", type: "background", paint: { "background-color": dark ? "#131b25" : "#eef0ec" } },
        { id: "streets", type: "fill", source: "streets", paint: { "fill-color": "#2f6ea8", "fill-opacity": ["coalesce", ["get", "depth"], 0] } },
        { id: "edges", type: "line", source: "streets", paint: { "line-color": dark ? "#5b6b7d" : "#8a97a6", "line-width": 1.2, "line-dasharray": [4, 2] } },
        { id: "roads", type: "line", source: "roads", paint: { "line-color": dark ? "#3a4757" : "#ffffff", "line-width": size(3) } },
        { id: "buildings", type: "fill-extrusion", source: "buildings", paint: { "fill-extrusion-color": ["case", ["get", "chosen"], "#e9b44c", ["get", "colour"]], "fill-extrusion-height": ["get", "height"], "fill-extrusion-opacity": 0.92 } },
        { id: "facilities", type: "circle", source: "facilities", paint: { "circle-radius": size(5), "circle-color": "#8a5ea8", "circle-stroke-color": halo, "circle-stroke-width": 1.5 } },
        { id: "lasso", type: "line", source: "lasso", paint: { "line-color": "#c8583f", "line-width": 3 } },
        { id: "street-names", type: "symbol", source: "streets", layout: { "text-field": ["coalesce", ["get", "told"], ["get", "name"]], "text-size": size(14) }, paint: { "text-color": ink, "text-halo-color": halo, "text-halo-width": 2 } },
        { id: "names", type: "symbol", source: "points", minzoom: 14.5, layout: { "text-field": ["get", "name"], "text-size": size(12), "text-offset": [0, 1.2] }, paint: { "text-color": ink, "text-halo-color": halo, "text-halo-width": 1.5 } },
      ],
    },
    ...(view?.length === 5 ? { center: [view[0], view[1]], zoom: view[2], pitch: view[3], bearing: view[4] } : { bounds: bounds(), fitBoundsOptions: { padding: 40 }, pitch: 50 }),
  });
  map.addControl(new library.NavigationControl({ visualizePitch: true }), "top-right");
  map.addControl(new library.ScaleControl({}), "bottom-left");
  await new Promise((done) => map.once("load", done));
  map.on("moveend", addressWrite);
  map.on("click", (event) => {
    if (document.body.classList.contains("lassoing")) { ring.push([event.lngLat.lng, event.lngLat.lat]); lassoShow(); return; }
    const [found] = map.queryRenderedFeatures(event.point, { layers: ["buildings"] });
    choose(found ? [found.properties.code] : [], true);
  });
  by("map").dataset.ready = "1";
}

tools.addEventListener("submit", (event) => event.preventDefault());
tools.theme.addEventListener("change", () => { redraw(); list(); addressWrite(); });
tools.key.addEventListener("change", () => { streetsShow(); addressWrite(); });
tools.month.addEventListener("input", monthShow);
for (const box of ["tall", "roads", "facilities", "labels"]) by(box).addEventListener("change", () => { redraw(); addressWrite(); });
by("find").addEventListener("input", list);
by("whole").addEventListener("click", () => map?.fitBounds(bounds(), { padding: 40, pitch: 50, bearing: 0 }));
by("clear").addEventListener("click", () => { ring = []; if (map) lassoShow(); lasso(false); choose([], true); });
by("lasso").addEventListener("click", () => {
  const on = by("lasso").getAttribute("aria-pressed") !== "true";
  if (!on && ring.length > 2) choose(here.filter((row) => inside([row.lon, row.lat], ring)).map((row) => row.code), true);
  lasso(on);
});
by("play").addEventListener("click", () => {
  if (playing) { clearInterval(playing); playing = null; }
  else {
    if (Number(tools.month.value) === months.length - 1) tools.month.value = 0;
    playing = setInterval(() => {
      if (Number(tools.month.value) >= months.length - 1) { clearInterval(playing); playing = null; by("play").setAttribute("aria-pressed", "false"); return; }
      tools.month.value = Number(tools.month.value) + 1;
      monthShow();
    }, 900);
  }
  by("play").setAttribute("aria-pressed", String(Boolean(playing)));
});

const view = addressRead();
try {
  ground = await get(told.ground);
} catch {
  ground = { boundaries: null, footprints: null, roads: null, facilities: [] };
}
await monthShow();
try {
  await draw(view);
  await monthShow();
  if (!here.length) state.textContent = "这个月没有带坐标的楼宇。";
} catch (error) {
  map = undefined;
  state.textContent = `这台机器画不了地图（${error.message || "没有 WebGL"}），右边的清单照常可用。`;
  by("map").dataset.ready = "0";
}
