// Rebuilds static/vendor from the locked packages: `npm ci && npm run build`, then `python bundle.py`.
// Starting and testing Samenloop never need this: the result is committed.
import { cpSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import postcss from "postcss";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const packages = join(here, "node_modules");
const vendor = join(root, "static", "vendor");
const read = (path) => readFileSync(path, "utf8");

const CANDIDATE = ["button", "data-badge", "skip-link"];
const UTRECHT = [
  "alert", "breadcrumb-nav", "checkbox", "form-field", "form-field-description", "form-field-error-message",
  "form-fieldset", "form-label", "pagination", "radio-button", "select", "separator", "table", "textarea", "textbox",
];

function filesUnder(folder, ending) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesUnder(path, ending);
    return path.endsWith(ending) ? [path] : [];
  });
}

/** The design system classes that our macros and pages really print. */
function classesInUse() {
  const pages = filesUnder(join(root, "templates"), ".html").map(read).join("\n");
  return new Set(pages.match(/\b(?:utrecht|nl)-[a-z0-9_-]+/g) ?? []);
}

function selectorIsUsed(selector, used) {
  const withoutNot = selector.replace(/:not\([^)]*\)/g, "");
  const classes = withoutNot.match(/\.(?:utrecht|nl)-[a-z0-9_-]+/g) ?? [];
  return classes.every((name) => used.has(name.slice(1)));
}

async function selectComponents() {
  const used = classesInUse();
  const sources = [
    ...CANDIDATE.map((name) => join(packages, `@nl-design-system-candidate/${name}-css/dist/${name}.css`)),
    ...UTRECHT.map((name) => join(packages, `@utrecht/${name}-css/dist/index.css`)),
  ];
  const sheet = postcss.parse(sources.map(read).join("\n"));
  sheet.walkComments((comment) => comment.remove());
  sheet.walkRules((rule) => {
    const selectors = rule.selectors.filter((selector) => selectorIsUsed(selector, used));
    if (selectors.length === 0) rule.remove();
    else rule.selectors = selectors;
  });
  sheet.walkAtRules((rule) => {
    if (rule.nodes && rule.nodes.length === 0) rule.remove();
  });
  return (await transform(sheet.toString(), { loader: "css", minify: true })).code;
}

/** The tokens of the example theme that the kept rules reach, directly or through other tokens. */
function selectTokens(css) {
  const theme = read(join(packages, "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"));
  const values = new Map([...theme.matchAll(/^\s*(--[\w-]+):\s*([^;]+);/gm)].map((m) => [m[1], m[2].trim()]));
  const own = new Set([...read(join(root, "static/css/theme.css")).matchAll(/^\s*(--[\w-]+):/gm)].map((m) => m[1]));
  // Text boxes, text areas and selects all follow the one family of form control tokens in our theme.
  const followsTheme = /^--utrecht-(textbox|textarea|select)-(?!min-block-size)/;
  const reached = new Set();
  const follow = (text) => {
    for (const [, name] of text.matchAll(/var\(\s*(--[\w-]+)/g)) {
      if (reached.has(name) || own.has(name) || !values.has(name) || followsTheme.test(name)) continue;
      reached.add(name);
      follow(values.get(name));
    }
  };
  follow(css);
  follow(read(join(root, "static/css/theme.css")));
  return `:root{${[...reached].sort().map((name) => `${name}:${values.get(name)}`).join(";")}}`;
}

async function buildDesignSystem() {
  const components = await selectComponents();
  const tokens = selectTokens(components);
  const notice = "/* NL Design System (EUPL-1.2), selection; see NOTICE.md beside this file */";
  writeFileSync(join(vendor, "nlds.css"), `${notice}\n${tokens}\n${components}\n`);
}

function buildIcons() {
  const names = read(join(here, "icons.txt")).split(/\s+/).filter(Boolean);
  const symbols = names.map((name) => {
    const svg = read(join(packages, `lucide-static/icons/${name}.svg`));
    const shapes = svg.replace(/<!--[\s\S]*?-->/, "").replace(/<svg[\s\S]*?>/, "").replace("</svg>", "");
    const inner = shapes.replace(/\s+/g, " ").replace(/ \/>/g, "/>").replace(/> </g, "><").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
  });
  const licence = "<!-- lucide, ISC; see vendor/NOTICE.md -->";
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${licence}\n${symbols.join("\n")}\n</svg>\n`;
  writeFileSync(join(root, "static", "img", "icons.svg"), sprite);
}

async function buildCharts() {
  await build({
    entryPoints: [join(here, "echarts.mjs")],
    outfile: join(vendor, "echarts.js"),
    bundle: true,
    format: "esm",
    minify: true,
    legalComments: "none",
    banner: { js: "/* Apache ECharts 6.1.0, Apache-2.0, slim build; see NOTICE.md beside this file */" },
  });
}

function copyTheRest() {
  const licences = join(vendor, "licenses");
  mkdirSync(licences, { recursive: true });
  cpSync(join(packages, "@utrecht/alert-css/LICENSE.md"), join(licences, "EUPL-1.2.md"));
  cpSync(join(packages, "echarts/LICENSE"), join(licences, "echarts-Apache-2.0.txt"));
  cpSync(join(packages, "echarts/NOTICE"), join(licences, "echarts-NOTICE.txt"));
  cpSync(join(packages, "lucide-static/LICENSE"), join(licences, "lucide-ISC.txt"));
}

mkdirSync(vendor, { recursive: true });
mkdirSync(join(root, "static", "img"), { recursive: true });
await buildDesignSystem();
buildIcons();
await buildCharts();
copyTheRest();
