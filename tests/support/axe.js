// Every rule of axe on the page as it stands. Contrast takes most of its time and depends on colours, sizes
// and layers: at a next width it is measured for what looks different there, all other rules for everything.
async () => {
  const looks = new Map();

  function look(element, under) {
    const style = getComputedStyle(element);
    const layers = on(under, style.backgroundColor, style.backgroundImage, style.opacity);
    if (element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
      const size = parseFloat(style.fontSize);
      const text = [style.color, size >= 24, size > 18.6 && style.fontWeight >= 700, style.textShadow];
      looks.set(element, [...text, style.position, layers].join(" "));
    }
    for (const child of element.children) look(child, layers);
  }

  // A colour that nothing shines through hides what lies beneath it, unless the whole is translucent.
  function on(under, color, image, opacity) {
    if (opacity !== "1") return `${under}|translucent ${opacity} ${color} ${image}`;
    if (image !== "none") return `${under}|${color} ${image}`;
    if (color === "rgba(0, 0, 0, 0)") return under;
    return color.startsWith("rgb(") && !under.includes("translucent") ? color : `${under}|${color}`;
  }

  look(document.body, "");
  const before = window.samenloopLooks;
  window.samenloopLooks = looks;
  if (before) {
    document.querySelectorAll("[data-differs]").forEach((element) => element.removeAttribute("data-differs"));
    looks.forEach((seen, element) => element.toggleAttribute("data-differs", seen !== before.get(element)));
    axe.configure({ rules: [{ id: "color-contrast", selector: "[data-differs]" }] });
  }
  return (await axe.run(document, { resultTypes: ["violations"] })).violations;
}
