// HTTP messages of a finding, made readable: JSON in lines, and the lines that differ marked.

const LONGEST = 200_000; // characters that are worth formatting
const MOST_COMPARED = 1_000; // lines on one side
const REQUEST_START = /\n\n(?=(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT) \S+:\/\/)/;

/** Several requests in one text, each by itself. */
function splitRequests(text) {
  return text.length > LONGEST ? [text] : text.split(REQUEST_START);
}

/** The lines of an HTTP message, each with the names that it is about: `{ text, path }`. */
function messageLines(text) {
  const end = text.indexOf("\n\n");
  const head = (end < 0 ? text : text.slice(0, end)).split("\n");
  const lines = head.map((line, index) => ({ text: line, path: index ? [line.split(":")[0].toLowerCase()] : [] }));
  if (end < 0) return lines;
  return [...lines, { text: "", path: [] }, ...bodyLines(text.slice(end + 2))];
}

/** The lines of a body: of JSON one for each value, of anything else as they are. */
function bodyLines(body) {
  const value = body.length <= LONGEST && /^\s*[[{]/.test(body) ? parsed(body) : undefined;
  if (value === undefined) return body.split("\n").map((line) => ({ text: line, path: [] }));
  const lines = [];
  layOut(value, "", "", [], lines);
  return lines;
}

function parsed(body) {
  try {
    // A number that JavaScript would round stays as it is written.
    return JSON.parse(body, (_, value, context) =>
      typeof value === "number" && context?.source !== undefined ? { [SOURCE]: context.source } : value);
  } catch {
    return undefined;
  }
}

const HIDDEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]/gu;
const SOURCE = Symbol("the number as it is written");

function layOut(value, before, after, path, lines) {
  const indent = "  ".repeat(path.length);
  const isList = Array.isArray(value);
  if (value === null || typeof value !== "object" || SOURCE in value) {
    const text = value !== null && typeof value === "object" ? value[SOURCE] : visibleText(JSON.stringify(value));
    lines.push({ text: indent + before + text + after, path });
    return;
  }
  const entries = isList ? value.map((item) => ["[]", item]) : Object.entries(value);
  const [open, close] = isList ? "[]" : "{}";
  if (!entries.length) {
    lines.push({ text: indent + before + open + close + after, path });
    return;
  }
  lines.push({ text: indent + before + open, path });
  entries.forEach(([name, item], index) => {
    const label = isList ? "" : `${visibleText(JSON.stringify(name))}: `;
    layOut(item, label, index < entries.length - 1 ? "," : "", [...path, name], lines);
  });
  lines.push({ text: indent + close + after, path: [] });
}

/** Invisible characters, and those that turn the text around them, as escapes; JSON had them as escapes, too. */
function visibleText(text) {
  return text.replace(HIDDEN, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Mark the lines about fields, headers or parameters, one name in each line of `parts`. */
function markParts(lines, parts) {
  return parts.split("\n").reduce(markPart, lines);
}

/**
 * Mark the lines about a field, a header or a parameter: `part` is `data.[].title` or `X-Api-Key`. Of a field that is
 * missing, mark the objects that should have it.
 */
function markPart(lines, part) {
  const wanted = part.split(".").filter(Boolean);
  if (!wanted.length) return lines;
  const last = wanted[wanted.length - 1];
  const around = wanted.slice(0, -1);
  const matching = [
    (path) => path.length && ends(path, wanted),
    (path) => path.length && path[path.length - 1] === last,
    (path) => path.length && path.length === around.length && ends(path, around),
  ].find((matches) => lines.some((line) => matches(line.path)));
  return lines.map((line, index) => {
    const named = matching?.(line.path);
    const inUrl = index === 0 && (line.text.includes(`?${last}=`) || line.text.includes(`&${last}=`));
    return named || inUrl ? { ...line, mark: "part" } : line;
  });
}

/** Whether one list of names ends with the other: a response may be one item or a page of them. */
function ends(path, wanted) {
  const [long, short] = path.length >= wanted.length ? [path, wanted] : [wanted, path];
  const offset = long.length - short.length;
  const enough = short.length === wanted.length || short.length > 1;
  return enough && short.every((name, index) => name === long[offset + index]);
}

/** Mark the lines of each side that the other does not have. */
function markDifferences(left, right) {
  if (left.length > MOST_COMPARED || right.length > MOST_COMPARED) return [left, right];
  const common = commonLines(left.map((line) => line.text), right.map((line) => line.text));
  const marked = (lines, kept, mark) => lines.map((line, index) => (kept.has(index) ? line : { ...line, mark }));
  return [marked(left, common.left, "removed"), marked(right, common.right, "added")];
}

/** The longest common subsequence of two lists: the indexes on each side. */
function commonLines(left, right) {
  const width = right.length + 1;
  const table = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      table[i * width + j] = left[i] === right[j]
        ? table[(i + 1) * width + j + 1] + 1
        : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  const common = { left: new Set(), right: new Set() };
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) {
      common.left.add(i++);
      common.right.add(j++);
    } else if (table[(i + 1) * width + j] >= table[i * width + j + 1]) i++;
    else j++;
  }
  return common;
}

/** Lines, or words, as a block of code; a screen reader hears which ones are marked. */
function renderLines(lines, between = "\n") {
  const block = make("pre", { tabindex: "0" });
  const spoken = { part: "concerned", removed: "only here", added: "only here" };
  lines.forEach((line, index) => {
    const last = block.lastChild;
    if (!between && line.mark && last?.localName === "mark") last.append(line.text);
    else {
      if (index && between) block.append(between);
      block.append(line.mark ? make("mark", { class: line.mark, title: spoken[line.mark] }, line.text || " ") : line.text);
    }
  });
  return block;
}
