// The evidence of a finding or of a change: laid out when it is first opened, from the plain blocks on the page.

const repeatedTexts = new Map(); // of blocks that were laid out, by the name under which later ones refer to them

/** Everything that opening an item adds. */
function layOutItem(item) {
  if (item.dataset.ready) return;
  item.dataset.ready = "yes";
  for (const evidence of item.querySelectorAll(".evidence")) makeFigures(evidence);
  layOutMessages(item);
  compareSides(item);
  addCopyButtons(item);
}

/** Labels and blocks become figures; what repeats an earlier block becomes its text again. */
function makeFigures(evidence) {
  for (const label of evidence.querySelectorAll(":scope > b")) {
    const block = label.nextElementSibling;
    for (const part of block.querySelectorAll("span[id]")) repeatedTexts.set(part.id, part.textContent);
    for (const link of block.querySelectorAll("a")) {
      const name = link.hash.slice(1);
      const text = repeatedTexts.get(name) ?? document.getElementById(name)?.textContent;
      if (text !== undefined) link.replaceWith(text);
    }
    const kind = label.textContent.toLowerCase().replaceAll(" ", "-");
    const figure = make("figure", { "data-block": kind }, make("figcaption", {}, label.textContent));
    label.replaceWith(figure);
    figure.append(block);
    block.tabIndex = 0;
  }
}

/** The text of a block as the result document has it. */
function blockText(figure) {
  return figure.plainText ?? figure.querySelector("pre").textContent;
}

function layOutMessages(item) {
  const request = item.querySelector('figure[data-block="request"]');
  const response = item.querySelector('figure[data-block="response"]');
  const parts = item.dataset.part ?? "";
  if (request) {
    const texts = splitRequests(blockText(request));
    request.plainText = blockText(request);
    if (texts.length > 1) {
      const [left, right] = markDifferences(messageLines(texts[0]), messageLines(texts[1]));
      const others = texts.slice(2).map((text) => markParts(messageLines(text), parts));
      const sides = [left, right, ...others].map((lines, index) =>
        make("figure", { class: "http" }, make("figcaption", {}, `Request ${index + 1}`), renderLines(lines)));
      request.querySelector("pre").replaceWith(make("div", { class: "pair" }, ...sides));
      request.classList.add("whole");
    } else {
      request.querySelector("pre").replaceWith(renderLines(markParts(messageLines(texts[0]), parts)));
    }
  }
  if (response) {
    response.plainText = blockText(response);
    response.querySelector("pre").replaceWith(renderLines(markParts(messageLines(response.plainText), parts)));
  }
}

/** Two blocks that are two sides of the same: mark the lines that differ; of two single lines, the words. */
function compareSides(item) {
  for (const pair of item.querySelectorAll("[data-compare]")) {
    const figures = [...pair.querySelectorAll("figure")];
    const texts = figures.map(blockText);
    const inWords = texts.every((text) => !text.includes("\n"));
    const sides = texts.map((text) => (inWords ? text.match(/\w+|\W/g) ?? [] : text.split("\n"))
      .map((part) => ({ text: part, path: [] })));
    const compared = markDifferences(...sides);
    if (inWords && !isAlike(compared)) continue;
    compared.forEach((parts, index) => {
      figures[index].plainText = texts[index];
      figures[index].querySelector("pre").replaceWith(renderLines(parts, inWords ? "" : "\n"));
    });
  }
}

/** Whether two lines have enough words in common to be one that changed. */
function isAlike(sides) {
  const words = sides.map((side) => side.filter((part) => /\w/.test(part.text)));
  const common = words[0].filter((part) => !part.mark).length;
  return common * 2 >= Math.min(words[0].length, words[1].length);
}

function addCopyButtons(item) {
  for (const figure of item.querySelectorAll("figure[data-block]")) {
    const name = figure.querySelector("figcaption").textContent;
    const button = make("button", { type: "button", class: "copy", "aria-label": `Copy: ${name}` }, "Copy");
    button.addEventListener("click", () => copyText(blockText(figure), button));
    figure.querySelector("figcaption").append(" ", button);
  }
  for (const button of item.querySelectorAll("button[data-copies]")) {
    button.hidden = false;
    button.className = "copy";
    button.setAttribute("aria-label", "Copy the command");
    button.addEventListener("click", () => copyText(button.previousElementSibling.textContent, button));
  }
}

/** Lay out items when they are opened, and those that are open already. */
function watchItems() {
  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.matches("details.item")) layOutItem(event.target);
  }, true);
  for (const item of document.querySelectorAll("details.item[open], article.item")) layOutItem(item);
}
