// Draws a chart from the real table that stands under it; without script the table remains.
// figure[data-chart="line|bar|radar"] holds a place to draw, and a table: the first column names the points,
// the other columns are the lines. A column heading may say data-plan (dashed) or data-stack (bars on one another);
// points that carry their day in data-at stand as far apart as those days.

const [thousands, decimal] = document.documentElement.lang === "en" ? [",", "."] : [".", ","];

const numberIn = (cell) => {
  const text = cell.dataset.value ?? cell.textContent.trim().replaceAll(thousands, "").replace(decimal, ".").replace("%", "");
  return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
};

function readTable(table) {
  const [, ...heads] = table.tHead.rows[table.tHead.rows.length - 1].cells;
  const rows = [...table.tBodies[0].rows];
  return {
    names: rows.map((row) => row.cells[0].dataset.name ?? row.cells[0].textContent.trim()),
    days: rows.map((row) => Date.parse(row.cells[0].dataset.at)),
    series: heads.map((head, column) => ({
      name: head.textContent.trim(),
      plan: "plan" in head.dataset,
      stack: head.dataset.stack,
      values: rows.map((row) => numberIn(row.cells[column + 1])),
      words: rows.map((row) => row.cells[column + 1].textContent.trim()),
    })),
  };
}

const look = () => {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  return {
    font: read("--sl-font"), ink: read("--sl-ink"), quiet: read("--sl-ink-2"), line: read("--sl-line"), card: read("--sl-card"),
    accent: read("--sl-maas-fill"), strong: read("--sl-maas-strong"), tint: read("--sl-maas-tint"), plan: read("--sl-line-control"),
    palette: [read("--sl-maas-fill"), read("--sl-partner"), read("--sl-maas-soft"), read("--sl-partner-soft"), read("--sl-info")],
  };
};

const shared = (paint, animate) => ({
  animation: animate,
  animationDuration: 180,
  color: paint.palette,
  textStyle: { fontFamily: paint.font, color: paint.quiet, fontSize: 14 },
  tooltip: {
    renderMode: "richText", confine: true, backgroundColor: paint.card, borderColor: paint.line,
    textStyle: { color: paint.ink, fontFamily: paint.font, fontSize: 14 },
  },
});

const legend = (series, paint) => ({
  show: series.length > 1, left: 0, top: 0, itemWidth: 18, itemHeight: 10, icon: "roundRect",
  textStyle: { color: paint.quiet, fontFamily: paint.font, fontSize: 14 },
});

const axes = (data, paint, top) => ({
  grid: { left: 4, right: 24, top, bottom: 4, containLabel: true },
  xAxis: {
    type: "category", data: data.names, boundaryGap: true, axisTick: { show: false },
    axisLine: { lineStyle: { color: paint.line } }, axisLabel: { color: paint.quiet, hideOverlap: true },
  },
  yAxis: {
    type: "value", splitNumber: 4, splitLine: { lineStyle: { color: paint.line } }, axisLabel: { color: paint.quiet },
  },
});

function lineOption(data, paint) {
  const option = axes(data, paint, data.series.length > 1 ? 44 : 16);
  option.xAxis.boundaryGap = false;
  const isDated = data.days.every((day) => !Number.isNaN(day));
  if (isDated) {
    const month = new Intl.DateTimeFormat(document.documentElement.lang, { month: "short", timeZone: "UTC" });
    option.useUTC = true;
    Object.assign(option.xAxis, { type: "time", data: undefined, min: "dataMin", max: "dataMax" });
    Object.assign(option.xAxis.axisLabel, { formatter: (day) => (new Date(day).getUTCDate() === 1 ? month.format(day) : "") });
  }
  option.legend = legend(data.series, paint);
  option.tooltip = {
    trigger: "axis",
    formatter: (found) => {
      const point = found[0].dataIndex;
      const told = data.series.filter((line) => line.words[point]).map((line) => `${line.name}: ${line.words[point]}`);
      return [data.names[point], ...told].join("\n");
    },
  };
  option.series = data.series.map((line, index) => {
    const last = line.values.findLastIndex((value) => value !== null);
    const color = line.plan ? paint.plan : paint.palette[index % paint.palette.length];
    return {
      type: "line", name: line.name, color, symbol: "none", symbolSize: 11,
      lineStyle: { width: line.plan ? 2.5 : 3.5, type: line.plan ? [6, 6] : "solid", color },
      areaStyle: !line.plan && index === 0 ? { color: paint.tint, opacity: 1 } : undefined,
      z: line.plan ? 1 : 3,
      data: line.values.map((figure, point) => {
        const value = isDated ? [data.days[point], figure] : figure;
        const label = { show: true, position: "top", formatter: line.words[point], color: paint.strong, fontWeight: 600 };
        return point === last && !line.plan ? { value, symbol: "circle", label } : value;
      }),
    };
  });
  return option;
}

function barOption(data, paint) {
  const option = axes(data, paint, data.series.length > 1 ? 44 : 16);
  option.legend = legend(data.series, paint);
  option.tooltip = { trigger: "axis", axisPointer: { type: "none" } };
  option.series = data.series.map((bars) => ({
    type: "bar", name: bars.name, stack: bars.stack, data: bars.values, barMaxWidth: 36, itemStyle: { borderRadius: bars.stack ? 0 : [4, 4, 0, 0] },
  }));
  return option;
}

function radarOption(data, paint, width) {
  const most = Math.max(1, ...data.series.flatMap((line) => line.values.map((value) => value ?? 0)));
  return {
    legend: legend(data.series, paint),
    tooltip: { trigger: "item" },
    radar: {
      indicator: data.names.map((name) => ({ name, max: most })), splitNumber: 5, center: ["50%", "56%"], radius: width < 420 ? "46%" : "62%",
      axisName: { color: paint.ink, fontSize: 14, width: 84, overflow: "break" }, axisLine: { lineStyle: { color: paint.line } },
      splitLine: { lineStyle: { color: paint.line } }, splitArea: { show: false },
    },
    series: [{
      type: "radar", symbolSize: 6, areaStyle: { opacity: 0.12 }, lineStyle: { width: 2.5 },
      data: data.series.map((line) => ({ name: line.name, value: line.values.map((value) => value ?? 0) })),
    }],
  };
}

const KINDS = { line: lineOption, bar: barOption, radar: radarOption };

async function draw(figure) {
  const table = figure.querySelector("table");
  const place = figure.querySelector("[data-chart-place]");
  const { init } = await import(figure.dataset.library);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  place.hidden = false;
  figure.querySelector("details")?.removeAttribute("open");
  const chart = init(place, null, { renderer: "svg" });
  const paintIt = (still) => {
    const paint = look();
    const base = shared(paint, still !== true && !calm.matches);
    const own = KINDS[figure.dataset.chart](readTable(table), paint, place.clientWidth);
    chart.setOption({ ...base, ...own, tooltip: { ...base.tooltip, ...own.tooltip } }, true);
  };
  paintIt();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paintIt);
  // On paper: the light colours, and the table beside the picture.
  matchMedia("print").addEventListener("change", (event) => {
    figure.querySelector("details").open = event.matches;
    chart.resize();
    paintIt(event.matches);
  });
  new ResizeObserver(() => chart.resize()).observe(place);
}

for (const figure of document.querySelectorAll("figure[data-chart]")) draw(figure);
