// For a meeting: the page over the whole screen, on paper, and any part of it as a picture.
const PAD = 24;
const HEAD = 52;
const LINE = 18;
const SCALE = 2;
const MOST_PIXELS = 16000;
const DRAWN = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap", "opacity", "fill-opacity", "vector-effect"];
const LEFT_OUT = ".away, .picture, .take-out, .hint a, [hidden], script";
const ruler = document.createElement("canvas").getContext("2d");

const place = document.querySelector(".brand-place")?.textContent.trim() ?? "";
const foot = document.querySelector(".foot p")?.textContent.replace(/\s+/g, " ").trim() ?? "";
const source = [place, foot].filter(Boolean).join("　");
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
}

function shape(element, at) {
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left - at.left, box.top - at.top];
  let drawn = "";
  if (style.backgroundColor !== "rgba(0, 0, 0, 0)") {
    drawn += `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="${parseFloat(style.borderTopLeftRadius) || 0}" fill="${style.backgroundColor}"/>`;
  }
  const sides = { Top: [x, y, x + box.width, y], Bottom: [x, y + box.height, x + box.width, y + box.height], Left: [x, y, x, y + box.height], Right: [x + box.width, y, x + box.width, y + box.height] };
  for (const [side, [x1, y1, x2, y2]] of Object.entries(sides)) {
    const width = parseFloat(style[`border${side}Width`]);
    if (width && style[`border${side}Style`] !== "none") {
      drawn += `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${style[`border${side}Color`]}" stroke-width="${width}"/>`;
    }
  }
  return drawn;
}

function drawing(svg, at) {
  const box = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true);
  const parts = [svg, ...svg.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((each, number) => {
    const style = getComputedStyle(parts[number]);
    for (const name of DRAWN) each.setAttribute(name, style.getPropertyValue(name));
    each.removeAttribute("class");
  });
  const where = { x: box.left - at.left, y: box.top - at.top, width: box.width, height: box.height, overflow: "visible" };
  for (const [name, value] of Object.entries(where)) copy.setAttribute(name, value);
  return new XMLSerializer().serializeToString(copy);
}

// Lines as the browser broke them: letters whose boxes share a top.
function lines(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  if (range.getClientRects().length === 1) return [{ text: node.data.replace(/\s+/g, " ").trim(), box: range.getClientRects()[0] }];
  const found = [];
  [...node.data].reduce((start, letter) => {
    range.setStart(node, start);
    range.setEnd(node, start + letter.length);
    const box = range.getClientRects()[0];
    const last = found.at(-1);
    if (box?.width && last && Math.abs(last.box.top - box.top) < 2) {
      last.text += letter;
      last.box = new DOMRect(last.box.left, last.box.top, box.right - last.box.left, box.height);
    } else if (box?.width && letter.trim()) found.push({ text: letter, box });
    return start + letter.length;
  }, 0);
  return found;
}

function words(node, at) {
  const style = getComputedStyle(node.parentElement);
  ruler.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = ruler.measureText("国");
  return lines(node).filter((line) => line.text.trim()).map(({ text, box }) => {
    const base = box.top - at.top + (box.height - up - down) / 2 + up;
    const whole = node.data === node.data.trim() ? `textLength="${box.width}" lengthAdjust="spacingAndGlyphs" ` : "";
    return `<text x="${box.left - at.left}" y="${base}" ${whole}font-family="${escaped(style.fontFamily)}" font-size="${style.fontSize}" font-weight="${style.fontWeight}" fill="${style.color}">${escaped(text.trimEnd())}</text>`;
  }).join("");
}

function content(element, at) {
  let drawn = "";
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) drawn += node.data.trim() ? words(node, at) : "";
    else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(LEFT_OUT) && getComputedStyle(node).display !== "none") {
      drawn += node.matches("svg") ? drawing(node, at) : shape(node, at) + content(node, at);
    }
  }
  return drawn;
}

export function picture(element) {
  const box = element.getBoundingClientRect();
  // A table that scrolls sideways is drawn whole.
  for (const frame of element.querySelectorAll(".scroll")) frame.scrollLeft = 0;
  const wide = Math.max(box.width, ...[...element.querySelectorAll("table")].map((table) => table.getBoundingClientRect().width));
  const width = Math.ceil(wide) + 2 * PAD;
  const letters = Math.max(8, Math.floor(wide / 12));
  const said = source.match(new RegExp(`.{1,${letters}}`, "gu")) ?? [];
  const height = Math.ceil(box.height) + 2 * PAD + HEAD + LINE * said.length;
  const body = getComputedStyle(document.body);
  const quiet = getComputedStyle(document.querySelector(".foot")).color;
  const page = element.dataset.whole === undefined ? document.querySelector("h1")?.textContent.replace(/\s+/g, " ").trim() : "";
  const title = [page, element.dataset.picture].filter(Boolean).join(" · ");
  const family = escaped(body.fontFamily);
  const fit = (text, size) => Math.min(size, (width - 2 * PAD) / (text.length * 0.95) || size);
  const at = { left: box.left - PAD, top: box.top - PAD - HEAD };
  return {
    width, height, title,
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="${body.backgroundColor}"/><text x="${PAD}" y="${PAD + 20}" font-family="${family}" font-size="${fit(title, 20)}" font-weight="700" fill="${body.color}">${escaped(title)}</text>${shape(element, at)}${content(element, at)}${said.map((line, number) => `<text x="${PAD}" y="${PAD + HEAD + box.height + LINE * (number + 1)}" font-family="${family}" font-size="12" fill="${quiet}">${escaped(line)}</text>`).join("")}</svg>`,
  };
}

async function saved(element, button) {
  button.disabled = true;
  try {
    const { width, height, title, svg } = picture(element);
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await image.decode();
    const scale = Math.min(SCALE, MOST_PIXELS / Math.max(width, height));
    const canvas = Object.assign(document.createElement("canvas"), { width: width * scale, height: height * scale });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${title.replace(/[\\/:*?"<>|\s·]+/g, "-")}.png` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch {
    button.textContent = "没有存成，请再试";
  } finally {
    button.disabled = false;
  }
}

for (const element of document.querySelectorAll("[data-picture]")) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "picture", textContent: "存为图片" });
  button.setAttribute("aria-label", `${element.dataset.picture}存为图片`);
  button.addEventListener("click", () => saved(element, button));
  element.append(button);
}

for (const bar of document.querySelectorAll("[data-meeting]")) {
  bar.hidden = false;
  bar.querySelector("[data-full]").addEventListener("click", full);
  bar.querySelector("[data-print]").addEventListener("click", () => print());
}

// What every sheet of paper says at its foot: the source and the day it was printed.
addEventListener("beforeprint", () => {
  const sheet = document.querySelector('link[media="print"]').sheet;
  const day = new Date().toLocaleDateString("zh-CN");
  const said = `${source}　打印于 ${day}`.replace(/["\\]/g, "");
  sheet.insertRule(`@page { @bottom-left { content: "${said}"; } }`, sheet.cssRules.length);
});
