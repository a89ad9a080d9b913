// The tree of operations: rows that fold, and cells that filter the items above.

function startOperations(filters) {
  const table = document.getElementById("operation-tree");
  if (!table) return;
  const rows = [...table.tBodies[0].rows].map((row) => ({
    row, path: row.dataset.path, depth: Number(row.dataset.depth), folder: row.dataset.kind === "group",
  }));
  const closed = new Set();
  const show = () => {
    let hiddenBelow = Infinity;
    for (const entry of rows) {
      if (entry.depth <= hiddenBelow) hiddenBelow = Infinity;
      entry.row.hidden = entry.depth > hiddenBelow;
      if (hiddenBelow === Infinity && closed.has(entry.path)) hiddenBelow = entry.depth;
    }
  };
  for (const entry of rows.filter((candidate) => candidate.folder)) {
    const name = entry.row.querySelector("[data-name]");
    const button = make("button", { type: "button", class: "fold", "aria-expanded": "false" }, ...name.childNodes);
    name.append(button);
    closed.add(entry.path);
    button.addEventListener("click", () => {
      if (!closed.delete(entry.path)) closed.add(entry.path);
      button.setAttribute("aria-expanded", String(!closed.has(entry.path)));
      show();
    });
  }
  show();
  for (const cell of table.querySelectorAll("[data-findings]")) {
    const path = cell.closest("tr").dataset.path;
    const family = cell.dataset.findings;
    const button = make("button", { type: "button", class: "count" }, ...cell.childNodes);
    button.setAttribute("aria-label", `Show the findings of ${path}${family ? `, ${family}` : ""}`);
    button.title = button.getAttribute("aria-label");
    cell.append(button);
    button.addEventListener("click", () => {
      filters.set(family ? { operation: path, family } : { operation: path });
      filters.form.closest("section").scrollIntoView({ block: "start" });
      filters.form.elements.q.focus({ preventScroll: true });
    });
  }
}
