"use strict";
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
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f\u064b-\u065f]/g, "").replace(/[\u2019'`-]/g, " ");
  const names = Object.entries(known.names).map(([code, text]) => [code, plain(text.join(" | "))]);
  const months = Object.fromEntries(Object.entries(known.months).map(([month, [codes, numbers, outlets]]) => {
    const [year, number] = month.split("-");
    return [month, {codes, numbers: new Set(numbers.map(String)), text: plain(outlets.join(" | ")), dates: `${month} ${number}/${year} ${+number}/${year}`}];
  }));
  const look = () => {
    const asked = plain(search.value.trim());
    const words = asked.split(/\s+/).filter(Boolean);
    const parties = (word) => names.filter(([, text]) => text.includes(word)).map(([code]) => code);
    const whole = asked ? parties(asked) : [];
    const meant = words.map((word) => [word, parties(word)]);
    let shown = 0;
    for (const row of bodies.flatMap((body) => [...body.rows])) {
      const month = months[row.dataset.month];
      const name = plain(row.cells[0].textContent);
      const has = ([word, codes]) => /^[0-9][0-9,.]*$/.test(word) && !name.includes(word)
        ? month.numbers.has(word.replace(/[,.]/g, "")) || month.dates.includes(word)
        : name.includes(word) || month.dates.includes(word) || month.text.includes(word) || codes.some((code) => month.codes.includes(code));
      row.hidden = !(meant.every(has) || whole.some((code) => month.codes.includes(code)));
      shown += !row.hidden;
    }
    found.textContent = asked ? shown + (shown === 1 ? " month" : " months") : "";
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
    const said = button.parentElement.querySelector("[role=status]");
    const done = () => { said.textContent = "Copied."; };
    const select = () => {
      getSelection().selectAllChildren(source);
      said.textContent = document.execCommand("copy") ? "Copied." : "Selected: copy it with the keyboard.";
    };
    if (navigator.clipboard) navigator.clipboard.writeText(source.textContent).then(done, select);
    else select();
  });
}
const timeline = document.querySelector(".newest-first");
if (timeline) timeline.scrollLeft = timeline.scrollWidth;
const parts = [...document.querySelectorAll("[data-part]")];
for (const button of parts) {
  button.addEventListener("click", () => {
    const pressed = button.getAttribute("aria-pressed") === "false";
    for (const one of parts) one.setAttribute("aria-pressed", String(pressed && one === button));
    for (const rect of document.querySelectorAll(".timeline a rect:not(.hit)")) {
      rect.classList.toggle("dim", pressed && !rect.classList.contains(button.dataset.part));
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
addEventListener("hashchange", () => unfold(location.hash));
unfold(location.hash);
