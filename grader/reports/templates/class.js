"use strict";
(() => {
  const cells = (row) => [...row.children];
  const value = (cell) => {
    const text = cell.dataset.v ?? cell.textContent.trim();
    const figure = text ? Number(text.replace("−", "-")) : NaN;
    return Number.isNaN(figure) ? text.toLowerCase() : figure;
  };
  const compare = (a, b) => {
    if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
    return typeof a === "number" ? -1 : 1;
  };
  const sortable = (table, groups) => {
    const heads = cells(table.tHead.rows[0]);
    heads.forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach((one) => one.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const keyed = groups.map((one, n) => [value(cells(one.rows ? one.rows[0] : one)[place]), n, one]);
        keyed.sort((a, b) => (up ? 1 : -1) * compare(a[0], b[0]) || a[1] - b[1]);
        keyed[0]?.[2].parentNode.append(...keyed.map((row) => row[2]));
      });
    });
  };
  const questions = document.getElementById("question-table");
  if (questions) sortable(questions, [...questions.tBodies]);
  const table = document.getElementById("student-table");
  if (!table) return;
  const rows = [...table.tBodies[0].rows];
  sortable(table, rows);
  const get = (id) => document.getElementById(id);
  const [tools, name, need, question, status, shown] =
    ["tools", "find-name", "find-need", "find-question", "find-status", "shown"].map(get);
  const section = get("find-section");
  const fixed = Number(table.dataset.fixed);
  const show = () => {
    const words = name.value.trim().toLowerCase();
    const place = question.selectedIndex - 1 + fixed;
    let count = 0;
    for (const row of rows) {
      const all = [...row.children];
      const looked = place < fixed ? all.slice(fixed) : [all[place]];
      const fits = (!words || all[0].textContent.toLowerCase().includes(words))
        && (!need.value || row.dataset.f.split(" ").includes(need.value))
        && (!section?.value || all[4].textContent === section.value)
        && (!status.value || looked.some((cell) => cell.className === status.value));
      row.hidden = !fits;
      count += fits ? 1 : 0;
    }
    shown.textContent = `${count} of ${rows.length} shown`;
  };
  for (const field of [name, need, question, status, section]) field?.addEventListener("input", show);
  const quoted = (text) => {
    const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
  };
  get("as-csv").addEventListener("click", () => {
    const lines = [table.tHead.rows[0], ...table.tBodies[0].rows].filter((row) => !row.hidden)
      .map((row) => cells(row).map((cell) => quoted(cell.textContent.trim())).join(","));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`\ufeff${lines.join("\r\n")}\r\n`], {type: "text/csv"}));
    link.download = "students.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  });
  for (const link of document.querySelectorAll("a[data-need]")) {
    link.addEventListener("click", () => { need.value = link.dataset.need; show(); });
  }
  tools.hidden = false;
  shown.textContent = `${rows.length} of ${rows.length} shown`;
})();
