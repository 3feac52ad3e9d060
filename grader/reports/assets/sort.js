// Sorts the table of results by a column: the pages work without it.
document.querySelectorAll("table.heat").forEach((table) => {
  const body = table.tBodies[0];
  const value = (row, index) => {
    const cell = row.cells[index];
    return cell.dataset.value === undefined ? cell.textContent.trim() : Number(cell.dataset.value);
  };
  const headings = table.querySelectorAll("tr.titles th");
  headings.forEach((heading, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.title = table.dataset.sortLabel;
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const first = index === 0 ? "ascending" : "descending";
      const second = index === 0 ? "descending" : "ascending";
      const order = heading.getAttribute("aria-sort") === first ? second : first;
      headings.forEach((each) => each.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", order);
      const sign = order === "ascending" ? 1 : -1;
      const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b));
      body.append(...[...body.rows].sort((a, b) => sign * compare(value(a, index), value(b, index))));
    });
  });
});
