// Search and filters over the items of a page, and the address that remembers them.
// An item has its values in `data-NAME`, or its group has; several values are separated by spaces. An item that stands
// for several has their number in `data-count`.

const OPENED_AT_MOST = 150; // matching items, up to which all their groups are open

class Filters {
  constructor(form) {
    this.form = form;
    this.noun = form.dataset.noun;
    this.output = form.querySelector("output");
    this.names = [...form.querySelectorAll("select")].map((select) => select.name);
    this.items = [...document.querySelectorAll(".item")].map((element) => this.read(element));
    this.groups = [...document.querySelectorAll("details.group")].map((element) => ({
      element, wasOpen: element.open, shown: element.querySelector("[data-shown]"), total: 0, matching: 0,
    }));
    this.total = this.items.reduce((sum, item) => sum + item.count, 0);
    this.byGroup = new Map(this.groups.map((group) => [group.element, group]));
    for (const item of this.items) {
      item.group = this.byGroup.get(item.element.closest("details.group"));
      if (item.group) item.group.total += item.count;
    }
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => this.changed());
    form.querySelector("[data-clear]").addEventListener("click", () => {
      this.set({});
      form.elements.q.focus();
    });
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  read(element) {
    const group = element.closest("details.group");
    const values = {};
    for (const name of [...this.names, "operation"]) {
      values[name] = (element.dataset[name] ?? group?.dataset[name] ?? "").split(" ");
    }
    const heading = element.querySelector("summary, h4");
    const about = group ? [group.dataset.name, group.dataset.check, group.querySelector("summary .message")?.textContent].join(" ") : "";
    const text = [element.dataset.name, heading?.textContent, about, element.dataset.search].join(" ");
    return { element, values, text: text.toLowerCase(), operations: values.operation, count: Number(element.dataset.count ?? 1) };
  }

  /** The chosen values by name; only those that are set. */
  get chosen() {
    const chosen = {};
    for (const [name, value] of new FormData(this.form)) if (value.trim()) chosen[name] = value.trim();
    return chosen;
  }

  /** Choose these values and no others. */
  set(chosen) {
    for (const field of this.form.elements) {
      if (!field.name) continue;
      field.value = chosen[field.name] ?? "";
      // A value that no item has matches nothing; the field has to say so.
      if (field.localName === "select" && field.selectedIndex < 0) field.value = "";
    }
    this.changed();
  }

  changed() {
    this.apply();
    remember(this.chosen, null);
  }

  apply() {
    const { q = "", operation = "", ...chosen } = this.chosen;
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    const pairs = Object.entries(chosen);
    for (const group of this.groups) group.matching = 0;
    let matching = 0;
    for (const item of this.items) {
      const matches = pairs.every(([name, value]) => item.values[name].includes(value))
        && (!operation || item.operations.some((path) => path === operation || path.startsWith(`${operation}.`)))
        && words.every((word) => item.text.includes(word));
      if (item.element.hidden === matches) item.element.hidden = !matches;
      if (!matches) continue;
      matching += item.count;
      if (item.group) item.group.matching += item.count;
    }
    const filtered = pairs.length > 0 || words.length > 0 || operation !== "";
    this.showGroups(filtered, matching);
    const chip = this.form.querySelector("[data-operation-chip]");
    if (chip) {
      chip.hidden = !operation;
      chip.textContent = `${operation} \u00d7`;
      chip.setAttribute("aria-label", `Remove the filter for ${operation}`);
    }
    this.form.querySelector("[data-clear]").hidden = !filtered;
    this.output.textContent = filtered
      ? `${matching} of ${counted(this.total, this.noun)}` : counted(this.total, this.noun);
  }

  showGroups(filtered, matching) {
    for (const group of this.groups) {
      const hidden = filtered && group.matching === 0;
      if (group.element.hidden !== hidden) group.element.hidden = hidden;
      if (group.shown) group.shown.textContent = filtered && !hidden && group.matching < group.total
        ? `${group.matching} of ` : "";
      if (hidden) continue;
      const open = filtered && matching <= OPENED_AT_MOST ? true : group.wasOpen;
      if (group.element.open !== open && (filtered || !group.element.querySelector(".item[open]"))) {
        group.element.open = open;
      }
    }
    for (const section of document.querySelectorAll("[data-items]")) {
      section.hidden = filtered && !section.querySelector(".item:not([hidden])");
    }
  }

  pressed(event) {
    const typing = event.target.closest?.("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.form.elements.q.focus();
    } else if (event.key === "Escape" && event.target === this.form.elements.q && this.form.elements.q.value) {
      event.preventDefault();
      this.form.elements.q.value = "";
      this.changed();
    }
  }
}

/** Write the filters and the open item into the address, without a step in the history. */
function remember(chosen, item) {
  const values = new URLSearchParams(chosen);
  const plain = [...values].length === 0;
  if (item && !plain) values.set("open", item);
  const hash = plain ? (item ? `#${item}` : "") : `#?${values}`;
  if (hash !== location.hash) history.replaceState(null, "", hash || location.pathname + location.search);
}

/** The filters and the item in the address. */
function remembered() {
  const hash = location.hash;
  if (!hash.startsWith("#?")) return { chosen: {}, item: decodeHash(hash.slice(1)), filtered: false };
  const chosen = Object.fromEntries(new URLSearchParams(hash.slice(2)));
  const { open = "", ...rest } = chosen;
  return { chosen: rest, item: open, filtered: true };
}

function decodeHash(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Open an item and everything around it. */
function reveal(id) {
  const target = id && document.getElementById(id);
  if (!target) return;
  for (let element = target; element; element = element.parentElement) {
    if (element.localName === "details") element.open = true;
    if (element.matches(".item, details.group, [data-items]")) element.hidden = false;
  }
  target.scrollIntoView({ block: "start" });
  (target.querySelector(":scope > summary") ?? target).focus?.({ preventScroll: true });
}
