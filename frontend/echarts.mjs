// The slim chart build: only what Samenloop draws, as SVG.
export { init, use, registerTheme } from "echarts/core";
import { use } from "echarts/core";
import { BarChart, GraphChart, HeatmapChart, LineChart, RadarChart, SankeyChart } from "echarts/charts";
import {
  AriaComponent, GridComponent, LegendComponent, MarkLineComponent, MarkPointComponent, RadarComponent,
  TooltipComponent, VisualMapComponent,
} from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([
  BarChart, GraphChart, HeatmapChart, LineChart, RadarChart, SankeyChart,
  AriaComponent, GridComponent, LegendComponent, MarkLineComponent, MarkPointComponent, RadarComponent,
  TooltipComponent, VisualMapComponent, SVGRenderer,
]);
