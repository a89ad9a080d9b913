// The page works without this script; the script adds search, filters, layout of evidence, folding and copying.

function start() {
  const form = document.getElementById("filters");
  const filters = form ? new Filters(form) : null;
  watchItems();
  const arrive = () => {
    const { chosen, item, filtered } = remembered();
    if (filters) {
      if (filtered) filters.set(chosen);
      else filters.apply();
      if (filtered && item) remember(filters.chosen, item);
    }
    reveal(item);
  };
  if (filters) {
    startOperations(filters);
    const chip = form.querySelector("[data-operation-chip]");
    chip?.addEventListener("click", () => filters.set({ ...filters.chosen, operation: "" }));
    document.addEventListener("toggle", (event) => {
      const item = event.target;
      if (!item.matches("details.item") || !item.id) return;
      const { item: current } = remembered();
      if (item.open) remember(filters.chosen, item.id);
      else if (current === item.id) remember(filters.chosen, null);
    }, true);
  }
  window.addEventListener("hashchange", arrive);
  arrive();
  // The browser looks for the address's target itself at the end of loading, and moves the focus.
  if (document.readyState !== "complete") window.addEventListener("load", () => reveal(remembered().item));
}

start();
