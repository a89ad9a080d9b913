// Elements and texts. No text is ever parsed as markup: every element is made here, and every text is a text node.

/** A new element. Attributes that are `true` are set without a value; false, null and undefined are left out. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** `1 finding`, `2 findings`. */
function counted(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Copy a text; the button says whether that worked. */
async function copyText(text, button) {
  const label = button.textContent;
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    done = copyBySelection(text, button);
  }
  button.textContent = done ? "Copied" : "Not copied";
  setTimeout(() => { button.textContent = label; }, 1500);
}

/** The way that works where the browser does not allow the clipboard. */
function copyBySelection(text, beside) {
  const area = make("textarea", { "aria-hidden": "true", class: "off-screen" });
  area.value = text;
  beside.after(area);
  area.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } finally {
    area.remove();
    beside.focus();
  }
  return done;
}
