// Every rule of axe on the page as it stands. At a next width the same page is examined again when anything in
// it looks, scrolls, appears or vanishes as nothing before did; contrast, which takes most of the time, is
// measured for what looks so for the first time. `known` tells what was met, as sums of 32 bits.
async (known) => {
  if (!window.axe) return null;
  const met = new Set(known);
  const fresh = new Set();
  const before = window.samenloopExamined;
  document.querySelectorAll("[data-fresh]").forEach((element) => element.removeAttribute("data-fresh"));
  const html = document.body.innerHTML;
  const shown = new Set();

  function examine(element, inside, under) {
    const style = getComputedStyle(element);
    const layers = on(under, style.backgroundColor, style.backgroundImage, style.opacity);
    const path = sum(`${inside}>${element.localName}.${element.className}`);
    const isShown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (isShown) {
      shown.add(element);
      const size = [scrolls(element, style), isSmall(element)];
      const isNew = meet(path, style.position, layers, ...size, ...text(style));
      element.toggleAttribute("data-fresh", isNew);
    }
    if (before && before.shown.has(element) !== isShown) meet(path, isShown, said(element));
    for (const child of element.children) examine(child, path, layers);
  }

  function meet(...facts) {
    const fact = sum(facts.join(" "));
    if (!met.has(fact)) fresh.add(fact);
    return !met.has(fact);
  }

  // A colour that nothing shines through hides what lies beneath it, unless the whole is translucent.
  function on(under, color, image, opacity) {
    if (opacity !== "1") return `${under}|translucent ${opacity} ${color} ${image}`;
    if (image !== "none") return `${under}|${color} ${image}`;
    if (color === "rgba(0, 0, 0, 0)") return under;
    return color.startsWith("rgb(") && !under.includes("translucent") ? color : `${under}|${color}`;
  }

  function text(style) {
    const size = parseFloat(style.fontSize);
    return [style.color, size >= 24, size > 18.6 && style.fontWeight >= 700, style.textShadow];
  }

  function scrolls(element, style) {
    const can = (overflow) => overflow === "auto" || overflow === "scroll";
    return (
      (can(style.overflowX) && element.scrollWidth > element.clientWidth) ||
      (can(style.overflowY) && element.scrollHeight > element.clientHeight)
    );
  }

  // Too small to touch, unless it stands in a line or apart: WCAG 2.2, 2.5.8.
  function isSmall(element) {
    const { width, height } = element.getBoundingClientRect();
    return element.matches("a, button, input, select, summary") && Math.min(width, height) < 24;
  }

  // What an element tells by itself: its attributes and its own words.
  function said(element) {
    const attributes = Array.from(element.attributes, (attribute) => `${attribute.name}=${attribute.value}`);
    const words = Array.from(element.childNodes, (node) => (node.nodeType === Node.TEXT_NODE ? node.data : ""));
    return [...attributes, ...words].join(" ");
  }

  function sum(facts) {
    let total = 0x811c9dc5;
    for (let place = 0; place < facts.length; place++) {
      total = Math.imul(total ^ facts.charCodeAt(place), 0x01000193);
    }
    return total >>> 0;
  }

  examine(document.body, "", "");
  window.samenloopExamined = { html, shown };
  if (before && before.html === html && !fresh.size) return { violations: [], met: [] };
  const contrast = { id: "color-contrast", selector: "[data-fresh]" };
  axe.configure({ rules: [contrast, { id: "target-size", enabled: true }] });
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return { violations, met: [...fresh] };
}
