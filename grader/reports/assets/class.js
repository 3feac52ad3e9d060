// The table of students and exercises: sorted, searched and filtered here. What students wrote is text, never HTML.
"use strict";

(() => {
  const { rows, exercises, units, words } = window.gradeClass;
  const place = document.getElementById("table");
  const form = document.getElementById("filters");
  const counter = document.getElementById("count");
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const steps = [[1, "full"], [0.8, "high"], [0.6, "good"], [0.4, "half"], [0.2, "low"], [-1, "none"]];
  // A taller table would be longer than any screen: from here on it scrolls, and draws only what is seen.
  const rowsWithoutScrolling = 60;
  // The exercises that count: all of them, or those of a unit.
  let shown = exercises.map((_, index) => index);

  const heat = (share) => `heat-${steps.find(([least]) => share >= least)[1]}`;
  const plain = (value) => String(Math.round(value * 100) / 100);
  const isOpen = (mark) => Array.isArray(mark);
  const score = (mark) => (isOpen(mark) ? mark[0] : typeof mark === "number" ? mark : 0);
  const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);
  const most = () => sum(shown.map((index) => exercises[index].max));
  const total = (row) => sum(shown.map((index) => score(row.marks[index])));
  const isActive = (row) => shown.some((index) => row.marks[index] !== null);
  // Sorted below every score: what can't be read, then what is not there.
  const rank = (mark) => (mark === null ? -2 : mark === "!" ? -1 : score(mark));

  const element = (tag, kind, text) => {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    made.textContent = text;
    return made;
  };
  const unseen = (text) => element("span", "unseen", ` ${text}`);

  const data = rows.map(([name, page, ...marks], id) => ({ id, name, page, marks, key: name.toLocaleLowerCase() }));
  data.forEach((row) => row.marks.forEach((mark, index) => (row[`e${index}`] = rank(mark))));

  const studentCell = (cell) => {
    const row = cell.getData();
    const link = element("a", "who", "");
    link.href = `students/${row.page}.html`;
    link.append(element("bdi", "", row.name));
    return link;
  };

  const totalCell = (cell) => {
    const row = cell.getData();
    const box = element("span", "sum", isActive(row) ? plain(total(row)) : "–");
    if (!isActive(row)) box.append(unseen(words.missing));
    return box;
  };

  const markCell = (index) => (cell) => {
    const row = cell.getData();
    const mark = row.marks[index];
    if (mark === null) {
      const box = element("span", "mark heat-missing", "–");
      box.append(unseen(words.missing));
      return box;
    }
    const box = element("a", "mark", mark === "!" ? "!" : plain(score(mark)) + (isOpen(mark) ? "?" : ""));
    box.classList.add(mark === "!" ? "heat-unreadable" : heat(score(mark) / (exercises[index].max || 1)));
    box.href = `students/${row.page}.html#${exercises[index].slug}`;
    // The student's name is the stop for the keyboard: a class would have thousands of them.
    box.tabIndex = -1;
    if (mark === "!") box.append(unseen(words.unreadable));
    if (isOpen(mark)) box.append(unseen(words.open));
    return box;
  };

  const heading = (text, kind, below, above) => () => {
    const button = element("button", "sort", "");
    button.type = "button";
    if (above) button.append(element("span", "small", above));
    button.append(element("span", `name ${kind}`, text));
    if (below) button.append(" ", element("span", "small", below));
    return button;
  };

  // The means are of the students that are shown.
  const mean = (numbers) => (numbers.length ? sum(numbers) / numbers.length : null);
  const meanOf = (index) => (_, those) =>
    mean(those.filter((row) => row.marks[index] !== null).map((row) => score(row.marks[index])));
  const meanCell = (max) => (cell) => {
    const value = cell.getValue();
    const isThere = typeof value === "number";
    return element("span", `mark ${isThere ? heat(value / (max() || 1)) : ""}`, isThere ? value.toFixed(1) : "–");
  };

  const isNarrow = window.matchMedia("(max-width: 48rem)").matches;
  const isMany = exercises.length > 8;
  place.classList.toggle("many", isMany);
  const outOf = (value) => `/ ${plain(value)}`;
  const columns = [
    {
      title: words.student, field: "name", frozen: true, minWidth: isNarrow ? 110 : 180, widthGrow: 2,
      titleFormatter: heading(words.student, "of-student"), formatter: studentCell,
      sorter: (a, b) => collator.compare(a, b),
      topCalc: () => words.mean, topCalcFormatter: (cell) => element("b", "who", cell.getValue()),
    },
    {
      title: words.total, field: "id", width: isNarrow ? 90 : 110, headerSortStartingDir: "desc",
      titleFormatter: (cell) => heading(words.total, "of-total", outOf(most()))(cell), formatter: totalCell,
      sorter: (a, b, one, other) => {
        const [first, second] = [one.getData(), other.getData()];
        return (isActive(first) ? total(first) : -1) - (isActive(second) ? total(second) : -1);
      },
      topCalc: (_, those) => mean(those.map(total)), topCalcFormatter: (cell) =>
        element("span", "sum", typeof cell.getValue() === "number" ? cell.getValue().toFixed(1) : "–"),
    },
    ...exercises.map((exercise, index) => ({
      title: exercise.title, field: `e${index}`, minWidth: isMany ? 44 : 88, headerSortStartingDir: "desc",
      titleFormatter: heading(exercise.title, "", outOf(exercise.max), isMany ? "" : units[exercise.unit]),
      formatter: markCell(index), sorter: "number",
      topCalc: meanOf(index), topCalcFormatter: meanCell(() => exercise.max),
    })),
  ];

  const table = new Tabulator(place, {
    data, columns,
    layout: "fitColumns",
    index: "id",
    height: data.length > rowsWithoutScrolling ? "80vh" : false,
    rowHeight: 32,
    columnDefaults: { resizable: false, headerSortTristate: false },
    headerSortElement: "",
    placeholder: words.none,
  });

  // On paper nothing scrolls: all rows that pass the filter, in their order, as a plain table.
  const printed = element("table", "printed", "");
  const print = () => {
    const head = element("tr", "", "");
    head.append(element("th", "", words.student), element("th", "", `${words.total} ${outOf(most())}`));
    head.append(...shown.map((index) => element("th", "", exercises[index].title)));
    const lines = table.getRows("active").map((row) => {
      const line = element("tr", "", "");
      [studentCell, totalCell, ...shown.map(markCell)].forEach((show) => {
        const box = element("td", "", "");
        box.append(show(row));
        line.append(box);
      });
      return line;
    });
    const top = element("thead", "", "");
    const body = element("tbody", "", "");
    top.append(head);
    body.append(...lines);
    printed.replaceChildren(top, body);
    place.after(printed);
  };
  window.addEventListener("beforeprint", print);
  window.addEventListener("afterprint", () => printed.remove());

  const tests = {
    all: () => true,
    complete: (row) => shown.every((index) => row.marks[index] !== null),
    part: (row) => isActive(row) && shown.some((index) => row.marks[index] === null),
    missing: (row) => !isActive(row),
    unreadable: (row) => shown.some((index) => row.marks[index] === "!"),
    open: (row) => shown.some((index) => isOpen(row.marks[index])),
  };

  const filter = () => {
    const { search, unit, status, least, most: atMost } = form.elements;
    const words_ = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const chosen = exercises.map((_, index) => index).filter((index) => !unit.value || String(exercises[index].unit) === unit.value);
    const changed = chosen.join() !== shown.join();
    shown = chosen;
    const low = least.value === "" ? -Infinity : least.valueAsNumber / 100;
    const high = atMost.value === "" ? Infinity : atMost.valueAsNumber / 100;
    const test = tests[status.value];
    const bounded = least.value !== "" || atMost.value !== "";
    const max = most() || 1;
    const passes = (row) => {
      const share = total(row) / max;
      return words_.every((word) => row.key.includes(word)) && test(row)
        && (!bounded || (isActive(row) && share >= low - 1e-9 && share <= high + 1e-9));
    };
    table.setFilter(passes);
    if (changed) {
      table.blockRedraw();
      exercises.forEach((_, index) => table[shown.includes(index) ? "showColumn" : "hideColumn"](`e${index}`));
      place.querySelector(".of-total").nextElementSibling.textContent = outOf(most());
      table.restoreRedraw();
      // The totals are now those of the unit.
      table.redraw(true);
      if (table.getSorters().length) table.setSort(table.getSorters().map(({ field, dir }) => ({ column: field, dir })));
    }
    const count = table.getDataCount("active");
    counter.textContent = words.count.replace("{shown}", count.toLocaleString()).replace("{all}", data.length.toLocaleString());
  };

  table.on("tableBuilt", () => {
    place.setAttribute("aria-label", words.label);
    // The names in it are stops for the keyboard; a grid may hold nothing else that is one.
    place.querySelector(".tabulator-tableholder").removeAttribute("tabindex");
    units.forEach((name, index) => form.elements.unit.append(new Option(name, index)));
    form.elements.unit.closest("label").hidden = units.length < 2;
    form.hidden = false;
    let waiting = 0;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(filter, 120);
    });
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (event) => event.preventDefault());
    filter();
    document.body.dataset.ready = "yes";
  });
})();
