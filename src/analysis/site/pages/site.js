"use strict";
const said = document.body.dataset;
const table = document.getElementById("table");
if (table) {
  const bodies = [...table.tBodies];
  const heads = [...table.tHead.rows[0].cells];
  const value = (cell) => (cell.dataset.value === undefined ? cell.textContent : cell.dataset.value);
  heads.forEach((head, place) => {
    const button = head.querySelector("button");
    if (button) button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const all = bodies.flatMap((body) => [...body.rows]);
      const numeric = all.every((row) => /^(-?[0-9.]+)?$/.test(value(row.cells[place])));
      const rows = all.sort((a, b) => {
        const [one, other] = [value(a.cells[place]), value(b.cells[place])];
        if (one === "" || other === "") return (one === "") - (other === "");  // what has no number stays last
        const order = numeric ? one - other : one.localeCompare(other);
        return down ? -order : order;
      });
      bodies[0].append(...rows);
    });
  });
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const known = JSON.parse(document.getElementById("search-index").textContent);
  const digits = (text) => text.replace(/[\u0660-\u0669]/g, (one) => one.charCodeAt(0) - 0x660);
  const plain = (text) => digits(text).toLowerCase().normalize("NFD").replace(/[\u0300-\u036f\u064b-\u065f]/g, "").replace(/[\u2019'`-]/g, " ");
  const names = Object.entries(known.names).map(([code, found]) => [code, plain(found.join(" | "))]);
  const months = Object.fromEntries(Object.entries(known.months).map(([month, [codes, numbers, outlets]]) =>
    [month, {codes, numbers: new Set(numbers.map(String)), text: plain(outlets.join(" | ")), named: plain(known.named[+month.slice(5) - 1])}]));
  const parties = (word) => names.filter(([, text]) => text.includes(word)).map(([code]) => code);
  const dated = (word) => {
    const [, year, month] = word.match(/^(20\d\d)[-/.](\d\d?)$/) || [];
    const [, first, then] = word.match(/^(\d\d?)[-/.](20\d\d)$/) || [];
    return year || then ? `${year || then}-${(month || first).padStart(2, "0")}` : "";
  };
  const test = (word) => {  // a month, a year, a number; else a word of a name
    const date = dated(digits(word));
    if (date) return (key) => key === date;
    const number = digits(word).replace(/[,.\u066b\u066c]/g, "");
    if (/^\d+$/.test(number)) return (key, month) => month.numbers.has(number) || key.startsWith(`${number}-`);
    const asked = plain(word);
    const codes = parties(asked);
    return (key, month) => month.named.includes(asked) || month.text.includes(asked) || codes.some((code) => month.codes.includes(code));
  };
  const look = () => {
    const asked = search.value.trim();
    const whole = asked ? parties(plain(asked)) : [];
    const tests = asked.split(/\s+/).filter(Boolean).map(test);
    let shown = 0;
    for (const row of bodies.flatMap((body) => [...body.rows])) {
      const key = row.dataset.month;
      row.hidden = !(tests.every((one) => one(key, months[key])) || whole.some((code) => months[key].codes.includes(code)));
      shown += !row.hidden;
    }
    found.textContent = asked ? (shown === 1 ? said.month : said.months).replace("#", shown) : "";
  };
  search.addEventListener("input", look);
  search.addEventListener("keydown", (event) => {
    const first = bodies.flatMap((body) => [...body.rows]).find((row) => !row.hidden);
    if (event.key === "Enter" && search.value && first) first.querySelector("a").click();
  });
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => {
    const source = document.getElementById(button.dataset.copy);
    const status = button.parentElement.querySelector("[role=status]");
    const done = () => { status.textContent = said.copied; };
    const select = () => {
      getSelection().selectAllChildren(source);
      status.textContent = document.execCommand("copy") ? said.copied : said.selected;
    };
    if (navigator.clipboard) navigator.clipboard.writeText(source.textContent).then(done, select);
    else select();
  });
}
const timeline = document.querySelector(".newest-first");
if (timeline) timeline.scrollLeft = timeline.scrollWidth;  // time runs from left to right in every language
const parts = [...document.querySelectorAll("[data-part]")];
for (const button of parts) {
  button.addEventListener("click", () => {
    const pressed = button.getAttribute("aria-pressed") === "false";
    for (const one of parts) one.setAttribute("aria-pressed", String(pressed && one === button));
    for (const rect of document.querySelectorAll(".timeline a rect:not(.hit)")) {
      const chosen = pressed && rect.classList.contains(button.dataset.part);
      const drop = chosen ? rect.closest("svg").dataset.base - rect.y.baseVal.value - rect.height.baseVal.value : 0;
      rect.classList.toggle("dim", pressed && !chosen);
      rect.setAttribute("transform", `translate(0 ${drop})`);  // alone it stands on the axis
    }
  });
}
for (const today of document.querySelectorAll(".today")) today.textContent = new Date().toISOString().slice(0, 10);
for (const one of document.querySelectorAll('a[href^="#"]')) {  // what a link leads to may be folded
  one.addEventListener("click", () => unfold(one.hash));
}
function unfold(hash) {
  const target = hash && document.getElementById(hash.slice(1));
  for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  if (target) target.scrollIntoView();
}
const folded = document.querySelectorAll("#sources details");
addEventListener("beforeprint", () => { for (const one of folded) one.open = true; });
addEventListener("afterprint", () => { for (const one of folded) one.open = false; });
addEventListener("hashchange", () => unfold(location.hash));
unfold(location.hash);
