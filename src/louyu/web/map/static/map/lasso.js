// 圈选: a line around buildings, by pointer, by touch or from the keyboard at the middle of the map.
import { by, now, say } from "./told.js";

export const drawing = () => document.body.classList.contains("lassoing");

export function inside([x, y], polygon) {
  let within = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [xi, yi] = polygon[i], [xj, yj] = polygon[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
  }
  return within;
}

export function ringShow(map) {
  const source = map?.getSource("lasso");
  if (!source) return;
  const shape = now.ring.length > 2 ? { type: "Polygon", coordinates: [[...now.ring, now.ring[0]]] } : { type: "LineString", coordinates: now.ring };
  const corners = now.ring.map((at) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: at } }));
  source.setData({ type: "FeatureCollection", features: [...(now.ring.length > 1 ? [{ type: "Feature", properties: {}, geometry: shape }] : []), ...corners] });
}

export function lasso(on, map) {
  by("lasso").setAttribute("aria-pressed", String(on));
  by("lasso").textContent = on ? "圈好了" : "圈选";
  document.body.classList.toggle("lassoing", on);
  if (!on) { say(""); return; }
  now.ring = [];
  ringShow(map);
  say("在图上逐点点出一圈，再按“圈好了”。键盘：方向键移图，回车在十字处落点，退格去掉上一点，Esc 放弃。");
}

// Answers whether a key was one of drawing; `done` ends it.
export function drawingKey(event, map, done) {
  if (!drawing()) return false;
  if (event.key === "Enter") now.ring.push(map.getCenter().toArray());
  else if (event.key === "Backspace") now.ring.pop();
  else if (event.key === "Escape") { now.ring = []; lasso(false, map); done(); }
  else return false;
  ringShow(map);
  return true;
}
