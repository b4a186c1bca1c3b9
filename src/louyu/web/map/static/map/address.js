// The address: layers, colours, month, view, what is drawn and what is chosen, so that a link opens the same map.
import { BOXES, by, month, months, now, told, tools } from "./told.js";

const places = (ring) => ring.map(([lon, lat]) => `${lon.toFixed(5)}_${lat.toFixed(5)}`).join("*");

export function addressWrite(map) {
  const said = new URLSearchParams({ theme: tools.theme.value, key: tools.key.value, month: month()[0] });
  for (const box of BOXES) if (by(box)) said.set(box, by(box).checked ? "1" : "0");
  if (map) said.set("at", [map.getCenter().lng.toFixed(5), map.getCenter().lat.toFixed(5), map.getZoom().toFixed(2), map.getPitch().toFixed(0), map.getBearing().toFixed(0)].join(","));
  else if (kept) said.set("at", kept);
  if (now.ring.length > 2) said.set("ring", places(now.ring));
  else if (now.set.size && now.set.size <= 100) said.set("set", [...now.set].join(","));
  if (now.thing) said.set("thing", now.thing.join(":"));
  if (by("what").value !== "buildings") said.set("what", by("what").value);
  history.replaceState(null, "", `#${said}`);
}

let kept = "";

// Returns the view: longitude, latitude, zoom, pitch, bearing.
export function addressRead() {
  const said = new URLSearchParams(location.hash.slice(1));
  for (const name of ["theme", "key"]) if ([...tools[name].options].some((each) => each.value === said.get(name))) tools[name].value = said.get(name);
  for (const box of BOXES) if (by(box) && said.has(box)) by(box).checked = said.get(box) === "1";
  const at = months.findIndex(([each]) => String(each) === (said.get("month") || String(told.month)));
  tools.month.max = months.length - 1;
  tools.month.value = at < 0 ? months.length - 1 : at;
  if (said.get("set")) now.set = new Set(said.get("set").split(",").slice(0, 100));
  const ring = (said.get("ring") || "").split("*").map((each) => each.split("_").map(Number));
  if (ring.length > 2 && ring.flat().every(Number.isFinite)) now.ring = ring.slice(0, 100);
  const [layer, ...name] = (said.get("thing") || "").split(":");
  if (told.layers[layer]) now.thing = [layer, name.join(":")];
  if (told.layers[said.get("what")]) by("what").value = said.get("what");
  kept = said.get("at") || "";
  const view = kept.split(",").map(Number);
  return view.length === 5 && view.every(Number.isFinite) ? view : null;
}
