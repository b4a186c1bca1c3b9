// The picture: ground, streets, roads, buildings in 3D, points and names, in colours of the page's light or dark.
import { by, dark, element, now, told, tools } from "./told.js";
import { CHOSEN, GROUND, sign, streetSteps, THEMES } from "./theme.js";

const INK = dark ? "#e8ebee" : "#1b2430", HALO = dark ? "#0f141b" : "#fffefb", PAPER = dark ? "#10161e" : "#eceae2";
const NOTHING = { type: "FeatureCollection", features: [] };
const LAYERS = Object.keys(told.layers);
const PITCH = 52, BEARING = -12;
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
const size = (pixels) => (pixels * rem()) / 16;
const geojson = (data) => ({ type: "geojson", data: data || NOTHING });
const collection = (features) => ({ type: "FeatureCollection", features });
const at = (coordinates) => ({ type: "Point", coordinates });
const paths = (name, wide) => ["interpolate", ["exponential", 1.6], ["zoom"], 11, size(wide * 0.5), 15, size(wide * 2), 18, size(wide * 8)];
const MAIN = ["match", ["get", "highway"], ["motorway", "trunk", "primary", "secondary"], true, false];

function square({ side, lon, lat }) {
  const north = side / 2 / 111320, east = north / Math.cos((lat * Math.PI) / 180);
  return [[[lon - east, lat - north], [lon + east, lat - north], [lon + east, lat + north], [lon - east, lat + north], [lon - east, lat - north]]];
}

const over = () => getComputedStyle(by("side")).position === "absolute";

// What the panels that lie over the map leave free, where they do.
export function free() {
  if (!over()) return { top: 24, bottom: 24, left: 24, right: 24 };
  return { top: size(72), bottom: size(96), left: tools.hidden ? 24 : tools.offsetWidth + size(32), right: by("side").offsetWidth + size(32) };
}

export function bounds(rows = now.here) {
  const lons = rows.map((row) => row.lon), lats = rows.map((row) => row.lat);
  return rows.length ? [[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]] : [[73, 18], [135, 53]];
}

function style() {
  const text = (field, pixels, more = {}) => ({ "text-field": field, "text-size": size(pixels), ...more });
  const ink = (halo = 1.6) => ({ "text-color": INK, "text-halo-color": HALO, "text-halo-width": size(halo) });
  return {
    version: 8,
    light: { anchor: "viewport", color: "#ffffff", intensity: dark ? 0.28 : 0.42, position: [1.4, 205, 38] },
    sky: { "sky-color": dark ? "#0b1017" : "#d8e3ea", "horizon-color": PAPER, "fog-color": PAPER, "sky-horizon-blend": 0.6, "horizon-fog-blend": 0.6, "fog-ground-blend": 0.85 },
    sources: {
      ...(told.tiles ? { tiles: { type: "raster", tiles: [told.tiles], tileSize: 256, maxzoom: 18 } } : {}),
      streets: geojson(now.ground.boundaries), names: geojson(), roads: geojson(now.ground.roads), buildings: geojson(), points: geojson(), lasso: geojson(), ...Object.fromEntries(LAYERS.map((layer) => [layer, geojson()])),
    },
    layers: [
      { id: "paper", type: "background", paint: { "background-color": PAPER } },
      ...(told.tiles ? [{ id: "tiles", type: "raster", source: "tiles", layout: { visibility: "none" }, paint: { "raster-saturation": -0.5, "raster-opacity": 0.85, "raster-brightness-max": dark ? 0.5 : 1 } }] : []),
      { id: "streets", type: "fill", source: "streets", paint: { "fill-color": ["coalesce", ["get", "colour"], dark ? "#161d26" : "#f7f5ef"], "fill-opacity": ["coalesce", ["get", "shade"], 1] } },
      { id: "road-edges", type: "line", source: "roads", layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": dark ? "#0c1118" : "#d9d3c4", "line-width": paths("edge", 2.1) } },
      { id: "roads", type: "line", source: "roads", layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": ["case", MAIN, dark ? "#4a5666" : "#fff4d9", dark ? "#343f4d" : "#ffffff"], "line-width": paths("road", 1.5) } },
      { id: "edges", type: "line", source: "streets", paint: { "line-color": dark ? "#7d8da0" : "#7c7464", "line-width": size(1.3), "line-dasharray": [4, 2.5] } },
      { id: "shadows", type: "fill", source: "buildings", paint: { "fill-color": "#000000", "fill-opacity": dark ? 0.5 : 0.16, "fill-translate": [size(2), size(3)] } },
      { id: "buildings", type: "fill-extrusion", source: "buildings", paint: { "fill-extrusion-color": ["case", ["get", "chosen"], CHOSEN, ["get", "colour"]], "fill-extrusion-height": ["get", "height"], "fill-extrusion-opacity": 0.94, "fill-extrusion-vertical-gradient": true } },
      { id: "lasso-area", type: "fill", source: "lasso", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": CHOSEN, "fill-opacity": 0.1 } },
      { id: "lasso", type: "line", source: "lasso", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": CHOSEN, "line-width": size(2.5), "line-dasharray": [2, 1] } },
      { id: "lasso-corners", type: "circle", source: "lasso", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": size(4), "circle-color": HALO, "circle-stroke-color": CHOSEN, "circle-stroke-width": size(2) } },
      { id: "road-names", type: "symbol", source: "roads", minzoom: 14, layout: { "symbol-placement": "line", "symbol-spacing": 400, ...text(["coalesce", ["get", "name"], ""], 11) }, paint: { ...ink(1.4), "text-opacity": 0.75 } },
      { id: "names", type: "symbol", source: "points", minzoom: 14.2, layout: text(["get", "name"], 12, { "text-offset": [0, 1.1], "text-anchor": "top", "symbol-sort-key": ["-", 0, ["get", "area"]], "text-max-width": 9 }), paint: ink() },
      ...LAYERS.map((layer) => ({
        id: layer, type: "symbol", source: layer,
        layout: { "icon-image": ["get", "sign"], "icon-allow-overlap": true, "icon-size": ["interpolate", ["linear"], ["zoom"], 11, 0.6, 15, 1], ...text(["step", ["zoom"], "", 15.4, ["get", "name"]], 11.5, { "text-offset": [0, 1.2], "text-anchor": "top", "text-optional": true, "text-max-width": 10 }) },
        paint: { ...ink(), "icon-opacity": 0.96 },
      })),
      // What stands last finds its place first: a street's name before a building's.
      { id: "street-names", type: "symbol", source: "names", layout: text(["get", "told"], 14, { "text-line-height": 1.35 }), paint: ink(2) },
    ],
  };
}

export async function scene(view) {
  const library = await import(told.library);
  library.setWorkerUrl(told.worker);
  const map = new library.Map({
    container: "map", attributionControl: false, localIdeographFontFamily: "sans-serif", maxPitch: 70, style: style(),
    ...(view ? { center: [view[0], view[1]], zoom: view[2], pitch: view[3], bearing: view[4] } : { bounds: bounds() }),
  });
  map.addControl(new library.ScaleControl({}), "bottom-right");
  await new Promise((done, failed) => { map.once("load", done); map.once("error", (event) => failed(event.error)); });
  if (view) map.jumpTo({ padding: free(), center: [view[0], view[1]] });
  else whole(map, true);
  for (const layer of LAYERS) for (const kind of told.layers[layer][1]) signAdd(map, layer, kind);
  return { map, hover: new library.Popup({ closeButton: false, closeOnClick: false, className: "atlas-hover", offset: 14, maxWidth: "20rem" }) };
}

function signAdd(map, layer, kind) {
  const name = `${layer}-${kind}`, pixels = Math.round(size(52));
  if (map.hasImage(name)) return name;
  map.addImage(name, sign(layer, kind, pixels).getContext("2d").getImageData(0, 0, pixels, pixels), { pixelRatio: 2 });
  return name;
}

export function buildingsShow(map) {
  if (!map) return;
  const known = new Map((now.ground.footprints?.features || []).map((each) => [each.properties.code, each.geometry]));
  const { paint } = THEMES[tools.theme.value];
  map.getSource("buildings").setData(collection(now.here.map((row, id) => ({
    type: "Feature", id, properties: { code: row.code, name: row.name, height: row.height, colour: paint(row), chosen: now.set.has(row.code) },
    geometry: known.get(row.code) || { type: "Polygon", coordinates: square(row) },
  }))));
  map.getSource("points").setData(collection(now.here.map((row) => ({ type: "Feature", properties: { name: row.name, area: row.side * row.height }, geometry: at([row.lon, row.lat]) }))));
  map.setPaintProperty("buildings", "fill-extrusion-height", by("tall").checked ? ["get", "height"] : 1);
}

export function layersShow(map) {
  if (!map) return;
  const shown = { roads: ["roads", "road-edges", "road-names"], labels: ["names"], ...Object.fromEntries(LAYERS.map((layer) => [layer, [layer]])), ...(told.tiles ? { tiles: ["tiles"] } : {}) };
  for (const [box, layers] of Object.entries(shown)) for (const layer of layers) map.setLayoutProperty(layer, "visibility", by(box).checked ? "visible" : "none");
  for (const layer of LAYERS) {
    map.getSource(layer).setData(collection((now.things?.[layer].things || []).map(([name, kind, lon, lat]) => ({ type: "Feature", properties: { name, kind, sign: signAdd(map, layer, kind) }, geometry: at([lon, lat]) }))));
  }
}

// The middle of an area's largest ring, by the box around it.
function middle({ type, coordinates }) {
  const box = (ring) => [0, 1].map((axis) => ring.map((place) => place[axis])).map((along) => [Math.min(...along), Math.max(...along)]);
  const boxes = (type === "Polygon" ? [coordinates] : coordinates).map(([ring]) => box(ring));
  const wide = ([[west, east], [south, north]]) => (east - west) * (north - south);
  return boxes.sort((one, other) => wide(other) - wide(one))[0].map(([low, high]) => (low + high) / 2);
}

export function streetsShow(map, said) {
  if (!map) return;
  const { step } = streetSteps(said), shade = told.tiles && by("tiles").checked ? 0.55 : 1;
  const streets = (now.ground.boundaries?.features || []).map((each) => {
    const [value, shown] = said?.streets[each.properties.name] || [null, ""], place = step(value);
    const words = shown && shown !== "—" ? `${each.properties.name}\n${shown}${value === null ? "" : ` ${said.unit}`}` : each.properties.name;
    return { ...each, properties: { ...each.properties, told: words, shade: place === null && shade < 1 ? 0 : shade, ...(place === null ? {} : { colour: GROUND[place] }) } };
  });
  map.getSource("streets").setData(collection(streets));
  map.getSource("names").setData(collection(streets.map(({ geometry, properties }) => ({ type: "Feature", properties, geometry: at(middle(geometry)) }))));
}

export const pitch = (map) => map?.easeTo({ pitch: by("tall").checked ? PITCH : 0 });
// A tilted view leaves room above and below that the fit does not know of: nearer by a third of a step.
const CLOSER = 0.35;

export function whole(map, still = false) {
  const view = map?.cameraForBounds(bounds(), { padding: free(), bearing: BEARING });
  if (!view) return;
  const tilted = by("tall").checked;
  map[still ? "jumpTo" : "easeTo"]({ ...view, zoom: view.zoom + (tilted && over() && now.here.length > 1 ? CLOSER : 0), pitch: tilted ? PITCH : 0, bearing: BEARING, padding: free() });
}
export const near = (map, lon, lat) => map?.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), 15.2), padding: free() });

// What lies under the pointer: a point before a building.
export function under(map, place) {
  const shown = LAYERS.filter((layer) => by(layer).checked);
  const [found] = map.queryRenderedFeatures(place, { layers: [...shown.reverse(), "buildings"] });
  return found && (found.layer.id === "buildings" ? { code: found.properties.code } : { thing: [found.layer.id, found.properties.name], kind: found.properties.kind });
}

export function hoverShow(map, hover, event) {
  const found = under(map, event.point), row = found?.code && now.here.find((each) => each.code === found.code);
  map.getCanvas().style.cursor = found ? "pointer" : "";
  if (!found || (found.code && !row)) { hover.remove(); return; }
  const [name, words] = row ? [row.name, `${tools.theme.selectedOptions[0].text}：${THEMES[tools.theme.value].say(row)}`] : [found.thing[1], `${told.layers[found.thing[0]][0]} · ${found.kind}`];
  hover.setLngLat(event.lngLat).setDOMContent(element("div", {}, element("b", { textContent: name }), element("span", { textContent: words }))).addTo(map);
}
