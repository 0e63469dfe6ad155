"use strict";
const table = document.getElementById("table");
if (table) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const value = (cell) => (cell.dataset.value === undefined ? cell.textContent : cell.dataset.value);
  heads.forEach((head, place) => {
    head.querySelector("button").addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const numeric = [...body.rows].every((row) => /^(-?[0-9.]+)?$/.test(value(row.cells[place])));
      const rows = [...body.rows].sort((a, b) => {
        const [one, other] = [value(a.cells[place]), value(b.cells[place])];
        if (one === "" || other === "") return (one === "") - (other === "");  // what has no number stays last
        const order = numeric ? one - other : one.localeCompare(other);
        return down ? -order : order;
      });
      body.append(...rows);
    });
  });
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const look = () => {
    const words = search.value.trim().toLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of body.rows) {
      const text = (row.cells[0].dataset.value + " " + row.cells[0].textContent + " " + row.dataset.parties).toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      shown += !row.hidden;
    }
    found.textContent = search.value ? shown + (shown === 1 ? " month" : " months") : "";
  };
  search.addEventListener("input", look);
  search.addEventListener("keydown", (event) => {
    const first = [...body.rows].find((row) => !row.hidden);
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
