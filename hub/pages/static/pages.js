// What a page does beyond being read: charts are drawn, and news replaces the page's main part.
// Without this file everything can still be read: each chart stands beside its table.
"use strict";

(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const PALETTE = [0, 1, 2, 3, 4, 5].map((place) => `--series-${place}`);
  const LOOK_EVERY_MS = 5000;
  let drawn = [];

  function option(spec) {
    const text = { color: colour("--ink") };
    const across = spec.kind === "bar";
    const names = { type: "category", data: spec.names, axisLabel: text, inverse: across };
    const values = { type: "value", axisLabel: text, splitLine: { lineStyle: { color: colour("--line") } } };
    return {
      animation: false,
      color: PALETTE.map(colour),
      textStyle: text,
      grid: { left: 8, right: 16, top: 12, bottom: 8, containLabel: true },
      xAxis: across ? values : names,
      yAxis: across ? names : values,
      series: spec.series.map((one) => ({ type: spec.kind, name: one.name, data: one.values, symbolSize: 6 })),
    };
  }

  function draw() {
    drawn.forEach((chart) => chart.dispose());
    drawn = [...document.querySelectorAll("[data-chart]")].map((place) => {
      const spec = JSON.parse(place.dataset.chart);
      if (spec.kind === "bar") { place.style.height = `${Math.max(8, 3 + 1.9 * spec.names.length)}rem`; }
      const chart = window.echarts.init(place);
      chart.setOption(option(spec));
      return chart;
    });
  }

  async function renew() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) { return; }
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["main", "footer"]) {
      document.querySelector(part).replaceChildren(...found.querySelector(part).childNodes);
    }
    document.body.dataset.version = found.body.dataset.version;
    document.querySelector(".news").hidden = true;
    draw();
  }

  async function look() {
    if (document.hidden) { return; }
    const answer = await fetch("/pages/version");
    if (!answer.ok) { return; }
    const { version } = await answer.json();
    if (version === document.body.dataset.version) { return; }
    // Whoever is at something in the page is told, not interrupted.
    const busy = document.querySelector("main").contains(document.activeElement) &&
      document.activeElement.id !== "main";
    if (busy) { document.querySelector(".news").hidden = false; } else { await renew(); }
  }

  draw();
  addEventListener("resize", () => drawn.forEach((chart) => chart.resize()));
  addEventListener("beforeprint", () => drawn.forEach((chart) => chart.resize()));
  document.querySelector("#fresh").addEventListener("click", () => renew());
  if (document.body.dataset.live === "yes") {
    setInterval(() => look().catch(() => undefined), LOOK_EVERY_MS);
  }
})();
