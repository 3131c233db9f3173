"use strict";
// The marking page. Everything shown is put in as text (textContent) or built from the nodes that
// the server made; no markup is ever read here, and the page's policy forbids it.

const $ = (id) => document.getElementById(id);
const MATHML = "http://www.w3.org/1998/Math/MathML";
const MATH = new Set(("math mi mn mo ms mspace mtext mrow mfrac msqrt mroot mstyle merror mpadded " +
  "mphantom mfenced menclose msub msup msubsup munder mover munderover mmultiscripts mprescripts " +
  "mtable mtr mtd mlabeledtr none").split(" "));
const PLAIN = new Set(["code", "span"]);
const ATTRIBUTES = new Set(("display mathvariant stretchy fence form separator lspace rspace " +
  "symmetric maxsize minsize largeop movablelimits accent accentunder linethickness columnalign " +
  "rowalign columnlines rowlines rowspacing columnspacing displaystyle scriptlevel notation width " +
  "height depth").split(" "));
const CLASSES = new Set(["formula", "tex"]);

const state = {
  csrf: "", who: "", questions: [], question: null, filter: "awaiting", rows: [], at: -1,
  views: new Map(), near: new Map(), draft: null, last: null, done: [], names: false,
  generation: 0, share: [], comments: [], unsent: [], sending: false, out: new Map(), drafts: new Map(),
};

// -- elements ---------------------------------------------------------------------------------

function el(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") made.textContent = value;
    else if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) if (child !== null && child !== undefined) made.append(child);
  return made;
}

function build(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const [tag, attributes, children] = node;
  const math = MATH.has(tag);
  if (!math && !PLAIN.has(tag)) return document.createTextNode("");
  const made = math ? document.createElementNS(MATHML, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (math && ATTRIBUTES.has(name)) made.setAttribute(name, value);
    if (!math && name === "class" && CLASSES.has(value)) made.className = value;
  }
  for (const child of children) made.append(build(child));
  return made;
}

const many = (nodes) => nodes.map(build);
const sign = (status) => ({ correct: "✓", partial: "◐", incorrect: "✗", missing: "○",
  awaiting: "…", not_gradable: "!" }[status] || "");
const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

function blocks(rows) {
  return rows.map((one) => {
    if (one.kind === "code") {
      return el("div", { class: "code", dir: "ltr", tabindex: "0", role: "region", "aria-label": "Code" },
        one.lines.flatMap((line, n) => [
          el("span", { class: "n", "aria-hidden": "true", text: String(one.first + n) }),
          el("span", { class: "l", text: line || " " }),
        ]));
    }
    if (one.kind === "data") return el("pre", { tabindex: "0", dir: "ltr", text: one.text });
    const made = el("p", { dir: "auto" });
    one.lines.forEach((line, n) => { if (n) made.append(el("br")); made.append(...many(line)); });
    return made;
  });
}

function say(text) { $("said").textContent = ""; $("said").textContent = text; }

function notice(text, ...buttons) {
  $("notice").replaceChildren(...(text ? [el("p", { text }), ...buttons] : []));
}

// -- the server -------------------------------------------------------------------------------

async function get(path, query) {
  const answer = await fetch(`/api/${path}?${new URLSearchParams(query || {})}`, { credentials: "same-origin" });
  const told = await read(answer);
  if (!answer.ok) throw Object.assign(new Error(told.error || "the server refused"), { status: answer.status });
  return told;
}

async function read(answer) {
  try { return await answer.json(); } catch { return { error: `the server says ${answer.status}` }; }
}

async function post(path, body) {
  const answer = await fetch(`/api/${path}`, {
    method: "POST", credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-Grader-Token": state.csrf },
    body: JSON.stringify(body),
  });
  const told = await read(answer);
  if (!answer.ok) {
    throw Object.assign(new Error(told.error || "the server refused"), { status: answer.status, other: told.other });
  }
  return told;
}

// -- what is kept is sent in turn, and sent again until it is there -----------------------------

function keep(job) {
  state.unsent.push(job);
  remember();
  drain();
}

function remember() {
  document.body.dataset.unsent = String(state.unsent.length);
  const plain = state.unsent.map(({ path, body, question, tokens }) => ({ path, body, question, tokens }));
  try { localStorage.setItem("unsent", JSON.stringify(plain)); } catch { /* a full store loses nothing that is sent */ }
}

async function drain() {
  if (state.sending) return;
  state.sending = true;
  while (state.unsent.length) {
    const job = state.unsent[0];
    const body = { ...job.body, answers: job.tokens.map((token) => ({ token, revision: revisionOf(token, job) })) };
    let told;
    try {
      told = await post(job.path, body);
    } catch (error) {
      if (!error.status || error.status >= 500) {
        notice(`Not saved yet: ${plural(state.unsent.length, "decision")}. The server does not answer (${error.message}); trying again.`);
        await new Promise((done) => setTimeout(done, 1500));
        continue;
      }
      if (error.status === 403) {
        notice(`Not saved yet: ${plural(state.unsent.length, "decision")}. Open the address that grader mark has printed by now; they are kept in this browser.`);
        break;
      }
      state.unsent.shift();
      remember();
      refused(job, error);
      continue;
    }
    state.unsent.shift();
    remember();
    if (!state.unsent.length && $("notice").textContent.startsWith("Not saved")) notice("");
    for (const one of told.answers || []) {
      for (const row of state.rows) if (row.token === one.token) Object.assign(row, { revision: one.revision, status: one.status });
      state.views.delete(viewKey(one.token, false));
      if (job.done) job.done.of.set(one.token, one.revision);
    }
    if (job.question === state.question.id) showProgress(told.progress);
    seen(told.generation);
  }
  state.sending = false;
}

function revisionOf(token, job) {
  const row = rowOf(token);
  if (row) return row.revision;
  const found = job.body.answers && job.body.answers.find((one) => one.token === token);
  return found ? found.revision : 0;
}

const rowOf = (token) => state.rows.find((row) => row.token === token);

function refused(job, error) {
  const rows = job.tokens.map(rowOf).filter(Boolean);
  for (const row of rows) { row.done = false; state.views.delete(viewKey(row.token, row.second)); }
  if (job.path === "decide") state.done.pop();
  const back = () => { const row = rows[0]; if (row) show(state.rows.indexOf(row)); };
  if (error.other) {
    const other = error.other;
    const told = other.points === null ? "took the decision back" : `gave ${other.shown}${other.comment ? `: “${other.comment}”` : ""}`;
    notice(`${other.who} ${told} meanwhile. Yours (${job.label || "another decision"}) was not kept.`,
      el("button", { type: "button", text: `Leave what ${other.who} gave`, onclick: () => { notice(""); for (const row of rows) { row.done = true; row.revision = Math.max(row.revision, other.revision); } back(); } }),
      el("button", { type: "button", text: "Replace it by mine", onclick: () => { notice(""); for (const row of rows) { row.revision = Math.max(row.revision, other.revision); row.done = true; } keep(job); } }));
    return;
  }
  notice(`Not kept: ${error.message}.`, el("button", { type: "button", text: "Look at it", onclick: () => { notice(""); back(); } }));
  if (error.status === 410) reload();
}

// -- the queue --------------------------------------------------------------------------------

async function start() {
  let told;
  try {
    told = await get("start");
  } catch (error) {
    notice(`The page cannot be loaded: ${error.message}.`);
    return;
  }
  take(told);
  const saved = location.hash.slice(1).split("/").map(decodeURIComponent);
  const open = state.questions.find((one) => one.id === saved[0]) ||
    state.questions.find((one) => one.open) || state.questions[0];
  state.filter = saved[1] || "awaiting";
  try {
    const left = JSON.parse(localStorage.getItem("unsent") || "[]");
    if (left.length) { state.question = open; left.forEach((job) => state.unsent.push(job)); drain(); }
  } catch { /* what another program left there is not ours */ }
  remember();
  await turnTo(open, state.filter);
  setInterval(poll, 20000);
}

function take(told) {
  Object.assign(state, { csrf: told.csrf, who: told.who, share: told.share, questions: told.questions, generation: told.generation });
  $("title").textContent = told.title;
  document.title = `Marking: ${told.title}`;
  const chosen = state.question && state.question.id;
  $("question").replaceChildren(...told.questions.map((one) => el("option", { value: one.id, text: `${one.id} (${one.open} open)` })));
  if (chosen) {
    state.question = told.questions.find((one) => one.id === chosen) || told.questions[0];
    $("question").value = state.question.id;
  }
}

const FILTERS = [["awaiting", "waiting for a person"], ["decided", "decided by a person"],
  ["lost", "lost points"], ["differs", "person and machine differ"],
  ["disagreed", "second look differed"], ["flagged", "flagged"], ["all", "all"]];

async function turnTo(question, filter, token) {
  state.question = question;
  state.filter = filter;
  location.hash = `${encodeURIComponent(question.id)}/${encodeURIComponent(filter)}`;
  $("question").value = question.id;
  const options = FILTERS.map(([value, text]) => el("option", { value, text }));
  options.splice(1, 0, ...question.reasons.filter((one) => one.id).map((one) =>
    el("option", { value: `awaiting:${one.id}`, text: `waiting: ${one.word} (${one.count})` })));
  $("filter").replaceChildren(...options);
  $("filter").value = filter;
  if (!$("filter").value) { state.filter = "awaiting"; $("filter").value = "awaiting"; }
  state.rows = [];
  state.done = [];
  state.out.clear();
  let told;
  try {
    told = await get("queue", { question: question.id, filter: state.filter });
  } catch (error) {
    notice(`The list cannot be loaded: ${error.message}.`);
    return;
  }
  fill(told);
  get("comments", { question: question.id }).then((found) => { state.comments = found.comments; }, () => {});
  const at = token ? state.rows.findIndex((row) => row.token === token) : nextOpen(-1);
  if (token && at < 0) { await turnTo(question, "all", token); return; }
  await show(at < 0 ? (state.filter === "awaiting" ? -1 : 0) : at);
}

const rowFrom = ([token, count, status, revision, twice, held], second) =>
  ({ token, count, status, revision, twice: Boolean(twice), held: Boolean(held), done: Boolean(held) && !second, second });

function fill(told) {
  state.rows = told.entries.map((row) => rowFrom(row, false));
  const again = told.again.map((row) => rowFrom(row, true));
  state.rows.push(...again);
  if (!["awaiting", "flagged"].includes(state.filter.split(":")[0])) for (const row of state.rows) row.done = false;
  showProgress(told.progress);
  state.generation = told.generation;
}

function nextOpen(from) {
  for (let step = 1; step <= state.rows.length; step += 1) {
    const at = (from + step + state.rows.length) % state.rows.length;
    if (!state.rows[at].done) return at;
  }
  return -1;
}

async function poll() {
  if (document.hidden || state.unsent.length || !state.question) return;
  try {
    const told = await get("queue", { question: state.question.id, filter: state.filter });
    if (told.question !== state.question.id || told.filter !== state.filter) return;
    merge(told);
  } catch { /* the next decision says what is wrong */ }
}

function merge(told) {
  const known = new Map(state.rows.filter((row) => !row.second).map((row) => [row.token, row]));
  for (const plain of told.entries) {
    const fresh = rowFrom(plain, false);
    const row = known.get(fresh.token);
    if (!row) state.rows.push(fresh);
    else if (row !== state.rows[state.at] && row.revision !== fresh.revision) {
      Object.assign(row, { revision: fresh.revision, status: fresh.status });
      state.views.delete(viewKey(row.token, false));
    }
    known.delete(fresh.token);
  }
  if (state.filter.startsWith("awaiting")) for (const row of known.values()) if (row !== state.rows[state.at]) row.done = true;
  showProgress(told.progress);
  seen(told.generation);
}

function seen(generation) {
  if (generation && state.generation && generation !== state.generation) reload();
}

async function reload() {
  const current = state.rows[state.at];
  state.views.clear();
  state.near.clear();
  try { take(await get("start")); } catch (error) { notice(`The gradebook cannot be read: ${error.message}.`); return; }
  const told = await get("queue", { question: state.question.id, filter: state.filter });
  const done = new Set(state.rows.filter((row) => row.done).map((row) => row.token));
  fill(told);
  for (const row of state.rows) if (done.has(row.token) && row.held) row.done = true;
  const at = current ? state.rows.findIndex((row) => row.token === current.token) : -1;
  await show(at >= 0 ? at : nextOpen(-1));
  say("The gradebook changed; the list is up to date.");
}

// -- one answer -------------------------------------------------------------------------------

const viewKey = (token, second) => `${token}/${second ? 1 : 0}`;

function fetchView(row) {
  const key = viewKey(row.token, row.second);
  if (!state.views.has(key)) {
    const found = get("answer", { question: state.question.id, token: row.token, second: row.second ? "1" : "0" });
    state.views.set(key, found);
    found.catch(() => state.views.delete(key));
    if (state.views.size > 300) state.views.delete(state.views.keys().next().value);
  }
  return state.views.get(key);
}

function ahead() {
  let at = state.at;
  for (let step = 0; step < 4; step += 1) {
    at = nextOpen(at);
    if (at < 0) return;
    fetchView(state.rows[at]);
  }
}

async function show(at) {
  const began = performance.now();
  stash();
  state.at = at;
  state.draft = null; // until the answer is on the page, no key may decide it
  state.view = null;
  const row = state.rows[at];
  if (!row) { nothing(); return; }
  let view;
  try { view = await fetchView(row); } catch (error) {
    notice(`This answer cannot be shown: ${error.message}.`);
    if (error.status === 410) await reload();
    return;
  }
  if (state.rows[state.at] !== row) return;
  row.revision = Math.max(row.revision, view.revision || 0);
  state.view = view;
  state.draft = state.drafts.get(viewKey(row.token, row.second)) || draftOf(view);
  paint();
  $("answer").scrollTop = 0;
  window.scrollTo(0, 0);
  performance.measure("answer", { start: began, end: performance.now() });
  say(`Answer ${at + 1} of ${state.rows.length}${row.second ? ", for the second time" : ""}`);
  ahead();
  near(row);
}

function stash() {
  const row = state.rows[state.at];
  if (row && state.draft && state.draft.touched) state.drafts.set(viewKey(row.token, row.second), state.draft);
}

function draftOf(view) {
  const person = view.person;
  if (!person || person.points === null) return { items: new Set(), points: "", by: "", comment: "", why: "", touched: false };
  return { items: new Set(person.items), points: person.by_items ? "" : person.points,
    by: person.by_items ? "items" : "points", comment: person.comment, why: "", touched: false };
}

function nothing() {
  state.view = null;
  state.draft = null;
  const left = state.questions.filter((one) => one.open && one.id !== state.question.id);
  const told = state.filter === "awaiting" ? "Everything here is decided." : "No answer is in this list.";
  $("answer").replaceChildren(el("div", { class: "empty" }, el("h2", { text: told }),
    el("p", { text: left.length ? "Other questions wait:" : "No other question waits. End with Ctrl-C where you started, then run grader report." }),
    el("p", { class: "row" }, left.map((one) => el("button", { type: "button", text: `${one.id} (${one.open})`, onclick: () => turnTo(one, "awaiting") })))));
  $("decision").replaceChildren();
  say(told);
}

function paint() {
  const { view, question } = state;
  const row = state.rows[state.at];
  const left = [];
  left.push(el("div", {}, el("h2", {}, el("span", { class: "qid", text: question.id }), many(question.title)),
    el("p", { class: "soft", text: [`answer ${state.at + 1} of ${state.rows.length}`,
      view.count > 1 ? `${view.count} submissions gave exactly this` : "", row.second ? "second look: you have seen this one before" : "", view.place].filter(Boolean).join(" · ") }),
    el("p", { id: "who", class: "soft" })));
  if (question.prompt.length) left.push(el("div", { class: "asked" }, blocks(question.prompt)));
  if (question.model.length) left.push(el("details", {}, el("summary", { text: "Key or model answer" }), blocks(question.model)));
  const given = el("div", { class: "given" }, view.answer.length ? blocks(view.answer) : el("p", { class: "soft", text: "No text was read here." }));
  if (view.transcript) { left.push(typing(view)); if (view.answer.length) left.push(part("What was read", given)); }
  else left.push(part("The answer", given), ...pictures(view));
  if (view.outputs.length) left.push(part("What the cells showed", ...view.outputs.map((one) => el("div", {}, el("p", { class: "soft", text: one.place + (one.stored ? ", as it was saved" : "") }),
    el("pre", { tabindex: "0", text: one.text })))));
  left.push(machine(view.machine, true));
  if (view.candidates.length) left.push(candidates(view));
  if (view.findings.length) left.push(part("Noticed", el("ul", {}, view.findings.map((one) => el("li", {}, many(one.message), one.place ? ` (${one.place})` : "")))));
  left.push(el("div", { id: "near" }));
  $("answer").replaceChildren(...left);
  decision();
  if (state.names) names();
}

const part = (title, ...inside) => el("section", {}, el("h3", { text: title }), inside);

function machine(told, give) {
  const score = told.score === null || told.score === "" ? "" : ` · ${told.score} of ${state.question.points} by the machine`;
  const box = el("div", { class: `verdict ${told.status}` },
    el("p", {}, el("span", { class: "word", text: `${sign(told.status)} ${told.word}` }), score, told.reason ? ` · ${told.reason}` : ""),
    told.causes ? el("p", { class: "cause", text: told.causes }) : null,
    told.feedback.map((line) => el("p", {}, many(line))),
    told.parts.length > 1 ? el("ul", { class: "parts-line" }, told.parts.map((one) => el("li", { class: one.status, text: `${one.label} ${sign(one.status)} ${one.score}/${one.points}` }))) : null,
    told.parts.flatMap((one) => one.told.map((line) => el("p", { class: "soft" }, `${one.label}: `, many(line)))).slice(0, 12));
  if (give && told.status === "awaiting" && told.exact !== null) {
    box.append(el("p", {}, el("button", { type: "button", text: `Give these ${told.score}`, onclick: () => {
      Object.assign(state.draft, { items: new Set(), by: "points", points: told.exact, touched: true });
      mirror();
    } })));
  }
  if (told.read) box.append(el("details", {}, el("summary", { text: "As the machine read it" }), el("pre", { tabindex: "0", text: told.read }),
    told.typeset.length ? el("div", { class: "typeset" }, told.typeset.map((line) => el("div", {}, many(line)))) : null));
  return part("What the machine says", box);
}

function candidates(view) {
  return part("Possible answers", el("ul", { class: "rows", id: "candidates" }, view.candidates.map((one) => el("li", {},
    el("div", { class: "grow" }, one.typeset.length ? one.typeset.map((line) => el("div", {}, many(line))) : el("code", { text: one.read || "a picture" }),
      el("div", { class: "soft", text: [one.place, one.score === null ? "" : `would earn ${one.score}`, one.chosen ? "chosen by a person" : ""].filter(Boolean).join(" · ") })),
    one.key ? el("button", { type: "button", text: one.chosen ? "Undo this choice" : "This is the answer", onclick: () => choose(one) }) : null))));
}

async function choose(one) {
  const row = state.rows[state.at];
  try {
    const told = await post("choose", { question: state.question.id, token: row.token, key: one.chosen ? "" : one.key, judged: row.revision });
    row.done = told.status !== "awaiting";
    after(row, told, `Chosen: now ${told.status}`);
  } catch (error) { kept(error); }
}

function after(row, told, words) {
  state.views.delete(viewKey(row.token, row.second));
  state.drafts.delete(viewKey(row.token, row.second));
  row.status = told.status;
  showProgress(told.progress);
  seen(told.generation);
  state.draft = null;
  say(words);
  if (row.done) show(nextOpen(state.at)); else show(state.at);
}

// -- pictures ---------------------------------------------------------------------------------

function pictures(view) {
  return Array.from({ length: view.pictures }, (_, number) => picture(view, number, `Picture ${number + 1} of the answer`));
}

function picture(view, number, label) {
  const canvas = el("canvas", { role: "img", "aria-label": label, width: "1", height: "1" });
  const around = el("div", { class: "view", tabindex: "0", role: "region", "aria-label": `${label}, can be scrolled` }, canvas);
  const image = new Image();
  let zoom = 1;
  let turns = 0;
  const draw = () => {
    const flat = turns % 2 === 0;
    canvas.width = flat ? image.width : image.height;
    canvas.height = flat ? image.height : image.width;
    const context = canvas.getContext("2d");
    context.translate(canvas.width / 2, canvas.height / 2);
    context.rotate((turns * Math.PI) / 2);
    context.drawImage(image, -image.width / 2, -image.height / 2);
    const fit = Math.min(1, (around.clientWidth || 700) / canvas.width);
    canvas.style.width = `${Math.round(canvas.width * fit * zoom)}px`;
    canvas.dataset.zoom = String(zoom);
    canvas.dataset.turns = String(turns);
  };
  image.onload = draw;
  image.onerror = () => around.replaceChildren(el("p", { class: "soft", text: "The picture is not in the gradebook." }));
  image.src = `/picture/${encodeURIComponent(view.question)}/${encodeURIComponent(view.token)}/${number}`;
  const tool = (text, name, change) => el("button", { type: "button", text, "aria-label": `${name}: ${label}`, onclick: () => { change(); draw(); } });
  return el("div", { class: "picture" }, el("div", { class: "tools" }, el("span", { text: label }),
    tool("−", "Smaller", () => { zoom = Math.max(0.25, zoom / 1.4); }), tool("+", "Larger", () => { zoom = Math.min(8, zoom * 1.4); }),
    tool("⟳", "Turn", () => { turns = (turns + 1) % 4; })), around);
}

// -- typing in what a picture says ---------------------------------------------------------------

function typing(view) {
  const told = view.transcript;
  const box = el("div", { class: "typing" });
  const shown = new Set();
  for (const one of told.own) {
    if (one.picture === null || shown.has(one.picture)) { if (one.text && one.picture === null) box.append(el("pre", { tabindex: "0", text: one.text })); continue; }
    shown.add(one.picture);
    box.append(picture(view, one.picture, `Picture ${one.picture + 1}${one.place ? `, ${one.place}` : ""}`));
  }
  for (const one of told.pages) box.append(page(view, one));
  if (told.own.length) box.append(field(view, told));
  return part("Not read: type what stands there", box);
}

function page(view, one) {
  const boxes = state.questions.map((question) => ({ question, input: el("input", { type: "checkbox" }) }));
  return el("fieldset", {}, el("legend", { text: "A page under no label: which questions does it answer?" }),
    one.picture === null ? el("pre", { tabindex: "0", text: one.text }) : picture(view, one.picture, `Page${one.place ? ` (${one.place})` : ""}`),
    el("div", { class: "row" }, boxes.map(({ question, input }) => el("label", {}, input, ` ${question.id}`))),
    el("button", { type: "button", text: "This page answers those", onclick: async () => {
      const questions = boxes.filter(({ input }) => input.checked).map(({ question }) => question.id);
      const row = state.rows[state.at];
      try {
        after(row, await post("place", { question: state.question.id, token: row.token, page: one.key, questions, revision: one.revision }), "The page has its place");
      } catch (error) { kept(error); }
    } }));
}

function kept(error) {
  const other = error.other;
  const did = other && (other.shown !== undefined ? `gave ${other.shown}` : `typed “${other.text || other.state}”`);
  notice(other ? `${other.who} ${did} meanwhile; yours was not kept. Load the answer again to see it.` : `Not kept: ${error.message}.`,
    el("button", { type: "button", text: "Load it again", onclick: () => { notice(""); state.views.clear(); show(state.at); } }));
}

function field(view, told) {
  const [rows, columns] = view.grid;
  const gridded = rows > 0;
  let form = told.grid.length || (rows > 1 && !told.text) ? "grid" : "plain";
  const text = el("textarea", { id: "transcript", spellcheck: "false", autocomplete: "off", "aria-label": "What stands in the picture" });
  text.value = told.text || "";
  const size = [Math.max(rows, told.grid.length), Math.max(columns, ...told.grid.map((row) => row.length), 0)];
  const cells = Array.from({ length: size[0] }, (_, r) => Array.from({ length: size[1] }, (_, c) => {
    const input = el("input", { autocomplete: "off", spellcheck: "false", "aria-label": `Row ${r + 1}, column ${c + 1}` });
    input.value = (told.grid[r] && told.grid[r][c]) || "";
    return input;
  }));
  const grid = el("div", { class: "gridded" }, cells.flat());
  grid.style.gridTemplateColumns = `repeat(${Math.max(1, size[1])}, max-content)`;
  const made = el("div", { class: "made", id: "made", role: "status" });
  const accept = el("button", { type: "button", class: "main", id: "accept", disabled: true, text: "Accept the machine's mark" });
  const forms = el("fieldset", { class: "forms" }, el("legend", { class: "visually-hidden", text: "How it is typed" }));
  for (const [value, words] of [["plain", "plain"], ["latex", "LaTeX"], ...(gridded || told.grid.length ? [["grid", `table of ${size[0]} × ${size[1]}`]] : [])]) {
    const input = el("input", { type: "radio", name: "form", value });
    input.checked = value === form;
    input.addEventListener("change", () => { form = value; turn(); ask(); });
    forms.append(el("label", {}, input, ` ${words}`));
  }
  const turn = () => { text.hidden = form === "grid"; grid.hidden = form !== "grid"; grid.style.display = form === "grid" ? "grid" : "none"; };
  const written = () => {
    if (form === "grid") return { text: "", grid: cells.map((row) => row.map((cell) => cell.value)) };
    const typed = text.value;
    if (form === "latex" && typed.trim() && !typed.includes("$")) return { text: `$$${typed.trim()}$$`, grid: [] };
    return { text: typed, grid: [] };
  };
  const empty = () => { const now = written(); return !now.text.trim() && !now.grid.flat().some((cell) => cell.trim()); };
  const row = state.rows[state.at];
  let timer = 0;
  let number = 0;
  const ask = () => {
    clearTimeout(timer);
    accept.disabled = true;
    if (empty()) { made.replaceChildren(); return; }
    timer = setTimeout(async () => {
      const mine = (number += 1);
      try {
        const told = await post("try", { question: state.question.id, token: row.token, ...written() });
        if (mine !== number || state.rows[state.at] !== row) return;
        made.replaceChildren(...(told.typeset.length ? [el("div", { class: "given" }, blocks(told.typeset))] : []), machine(told.machine));
        accept.disabled = told.machine.score === null && told.machine.status !== "awaiting";
        accept.textContent = told.machine.score === null ? "Keep it; a person still decides" : `Accept ${told.machine.score} of ${state.question.points}`;
      } catch (error) { made.replaceChildren(el("p", { text: error.message })); }
    }, 180);
  };
  const send = async (more) => {
    try {
      const answer = await post("type", { question: state.question.id, token: row.token, revision: told.revision, judged: row.revision, ...more });
      row.done = answer.status !== "awaiting";
      const words = answer.submissions > 1 ? ` for ${answer.submissions} submissions with the same picture` : "";
      after(row, answer, `Kept${words}: ${answer.status}`);
      if (!row.done) notice("Kept. The machine could not decide it by that: give points on the right.");
    } catch (error) { kept(error); }
  };
  accept.addEventListener("click", () => send(written()));
  text.addEventListener("input", ask);
  for (const cell of cells.flat()) cell.addEventListener("input", ask);
  const into = () => (form === "grid" ? cells[0][0] : text).focus();
  const reach = (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey || form === "grid") && !accept.disabled) { event.preventDefault(); send(written()); } };
  text.addEventListener("keydown", reach);
  grid.addEventListener("keydown", reach);
  turn();
  if (told.state) made.replaceChildren(el("p", { class: "soft", text: `${told.who} said: ${told.state}` }));
  state.into = into;
  return el("div", { id: "field" }, forms, text, grid,
    told.suggested && !told.text ? el("button", { type: "button", text: "Take what a program read", onclick: () => { form = "plain"; text.value = told.suggested; forms.querySelector("input").checked = true; turn(); ask(); } }) : null,
    made, el("div", { class: "row" }, accept,
      el("button", { type: "button", text: "Nothing is written here", onclick: () => send({ state: "absent" }) }),
      el("button", { type: "button", text: "Cannot be read", onclick: () => send({ state: "illegible" }) }),
      told.state ? el("button", { type: "button", text: "Take back what was typed", onclick: () => send({ state: "withdrawn" }) }) : null));
}

// -- the decision -----------------------------------------------------------------------------

function fraction(text) {
  const [over, under] = String(text).trim().replace(",", ".").split("/");
  if (!/^-?\d+(\.\d+)?$/.test(over.trim()) || (under !== undefined && !/^\d+(\.\d+)?$/.test(under.trim()))) return NaN;
  return Number(over) / (under === undefined ? 1 : Number(under));
}

function total() {
  const { draft, question } = state;
  if (draft.by === "points") return fraction(draft.points);
  const sum = question.items.filter((one) => draft.items.has(one.id)).reduce((all, one) => all + fraction(one.points), 0);
  return Math.min(Math.max(sum, 0), Number(question.points));
}

const short = (value) => (Number.isNaN(value) ? "?" : String(Math.round(value * 100) / 100));

function decision() {
  const { view, question, draft } = state;
  const row = state.rows[state.at];
  const panel = [];
  if (view.flag) panel.push(el("p", { class: "flagged", text: `⚑ Flagged by ${view.flag.who}${view.flag.why ? `: ${view.flag.why}` : ""}` }));
  if (view.person && view.person.points !== null) {
    panel.push(el("div", { class: "person" }, el("p", { text: `${view.person.who} gave ${view.person.shown} of ${question.points}${view.person.comment ? `: “${view.person.comment}”` : ""}` }),
      view.person.why ? el("p", { class: "soft", text: `Note: ${view.person.why}` }) : null,
      view.partly ? el("p", { class: "soft", text: "Not all who gave this answer have that mark yet." }) : null));
  }
  panel.push(el("div", {}, el("h3", { text: "Items" }), el("ul", { class: "items", id: "items" }, question.items.map((one, n) =>
    el("li", {}, el("button", { type: "button", class: fraction(one.points) < 0 ? "minus" : "", "aria-pressed": String(draft.items.has(one.id)), "data-item": one.id, onclick: () => toggle(n) },
      n < 9 ? el("kbd", { text: String(n + 1) }) : el("span"), el("span", {}, many(one.nodes)), el("span", { class: "worth", text: one.shown }))))),
    el("button", { type: "button", text: question.items.length ? "Change items…" : "New item…", onclick: editItems })));
  const points = el("input", { id: "points", inputmode: "decimal", autocomplete: "off", "aria-label": `Points of ${question.points}` });
  points.value = draft.by === "points" ? draft.points : draft.by === "items" ? short(total()) : "";
  points.addEventListener("input", () => { Object.assign(draft, { by: points.value.trim() ? "points" : "", points: points.value, touched: true }); });
  panel.push(el("div", { id: "suggestion" }));
  panel.push(el("p", { class: "sum" }, points, el("span", { class: "soft", text: `of ${question.points} point${question.points === "1" ? "" : "s"}` })));
  const comment = el("textarea", { id: "comment", "aria-describedby": "offers-told" });
  comment.value = draft.comment;
  const offers = el("ul", { class: "offers", id: "offers" });
  comment.addEventListener("input", () => { draft.comment = comment.value; draft.touched = true; offer(comment, offers); });
  comment.addEventListener("keydown", (event) => commentKey(event, comment, offers));
  panel.push(el("div", {}, el("label", { for: "comment", text: overruling() ? "Reason, which the student reads" : "Comment, which the student reads" }), comment,
    el("p", { id: "offers-told", class: "visually-hidden", text: "Earlier comments appear below from two letters on; Enter takes the first." }), offers));
  const why = el("textarea", { id: "why" });
  why.value = draft.why;
  why.addEventListener("input", () => { draft.why = why.value; draft.touched = true; });
  panel.push(el("div", {}, el("label", { for: "why", text: "Private note, for markers only" }), why));
  panel.push(el("div", { class: "row" }, el("button", { type: "button", class: "main", id: "keep", text: "Keep and next", onclick: () => enter() }),
    el("button", { type: "button", text: "Full marks", onclick: full }), el("button", { type: "button", text: "Nothing right", onclick: none }),
    view.person && view.person.points !== null && !row.second ? el("button", { type: "button", text: "Take back", onclick: takeBack }) : null,
    el("button", { type: "button", text: view.flag ? "Take the flag down" : "Flag for the lead", onclick: flag }),
    el("button", { type: "button", id: "undo", text: "Undo the last", disabled: !state.done.length, onclick: undo })));
  $("decision").replaceChildren(...panel);
  paintNear();
}

const decided = (told) => told.score !== null && told.score !== "" && !["awaiting", "not_gradable"].includes(told.status);
const overruling = () => decided(state.view.machine);

function toggle(number) {
  const one = state.question.items[number];
  const { draft } = state;
  if (!one || !draft) return;
  if (draft.items.has(one.id)) draft.items.delete(one.id); else draft.items.add(one.id);
  Object.assign(draft, { by: "items", points: "", touched: true });
  mirror();
}

function mirror() {
  const { draft } = state;
  for (const button of $("items").querySelectorAll("button")) button.setAttribute("aria-pressed", String(draft.items.has(button.dataset.item)));
  $("points").value = draft.by === "points" ? draft.points : draft.by === "items" ? short(total()) : "";
  say(`${$("points").value || "no"} of ${state.question.points} points`);
}

function full() {
  const { draft, question } = state;
  if (!draft) return;
  const positive = question.items.filter((one) => fraction(one.points) > 0);
  const sum = positive.reduce((all, one) => all + fraction(one.points), 0);
  draft.items = new Set(Math.abs(sum - Number(question.points)) < 1e-9 ? positive.map((one) => one.id) : []);
  if (draft.items.size) Object.assign(draft, { by: "items", points: "" });
  else Object.assign(draft, { by: "points", points: String(question.points) });
  draft.touched = true;
  mirror();
}

function none() {
  if (!state.draft) return;
  Object.assign(state.draft, { items: new Set(), by: "points", points: "0", touched: true });
  mirror();
}

function asLast() {
  if (!state.draft || !state.last) return;
  const known = new Set(state.question.items.map((one) => one.id));
  if (state.last.question !== state.question.id) return;
  Object.assign(state.draft, { items: new Set([...state.last.items].filter((id) => known.has(id))), by: state.last.by,
    points: state.last.points, comment: state.last.comment, touched: true });
  decision();
  mirror();
}

function members() {
  const row = state.rows[state.at];
  const found = state.near.get(row.token);
  const out = state.out.get(row.token);
  if (!found || row.second || (out && out.has("*"))) return [];
  return found.members.filter((one) => !(out || { has: () => one.decided }).has(one.token));
}

function enter() {
  const { draft, view, question } = state;
  const row = state.rows[state.at];
  if (!row || !draft) return;
  const points = total();
  if (!draft.by || Number.isNaN(points) || points < 0 || points > Number(question.points) + 1e-9) {
    say(`Choose items, or points between 0 and ${question.points}, first.`);
    notice(`Choose items, or points between 0 and ${question.points}, first.`);
    return;
  }
  if (overruling() && Math.abs(points - Number(view.machine.score)) > 1e-6 && !draft.comment.trim() && !draft.why.trim()) {
    notice("The machine decided this: say why you overrule it.");
    $("comment").focus();
    return;
  }
  notice("");
  const others = members();
  const tokens = [row.token, ...others.map((one) => one.token)];
  const body = { question: question.id, items: [...draft.items], by_items: draft.by === "items",
    points: draft.by === "points" ? draft.points.trim() : "", comment: draft.comment, why: draft.why, second: row.second,
    answers: [{ token: row.token, revision: row.revision }, ...others.map((one) => ({ token: one.token, revision: one.revision }))] };
  for (const one of others) { const other = rowOf(one.token); if (other) other.done = true; }
  state.last = { question: question.id, items: new Set(draft.items), by: draft.by, points: draft.points, comment: draft.comment };
  if (draft.comment && !state.comments.includes(draft.comment)) state.comments.unshift(draft.comment);
  const done = { question: question.id, tokens, row, of: new Map() };
  state.done.push(done);
  state.drafts.delete(viewKey(row.token, row.second));
  draft.touched = false;
  row.done = true;
  again(row);
  keep({ path: "decide", question: question.id, tokens, body, done, label: `${short(points)} points` });
  show(nextOpen(state.at));
}

function again(row) {
  if (!row.twice || row.second || row.held || state.share.length) return;
  if (state.rows.some((one) => one.second && one.token === row.token)) return;
  const at = Math.min(state.rows.length, state.rows.indexOf(row) + 11);
  state.rows.splice(at, 0, { ...row, second: true, done: false });
}

function takeBack() {
  const row = state.rows[state.at];
  if (!row || !state.view) return;
  notice("");
  row.done = false;
  keep({ path: "decide", question: state.question.id, tokens: [row.token], body: { question: state.question.id, take_back: true,
    answers: [{ token: row.token, revision: row.revision }] }, label: "taking it back" });
  state.drafts.delete(viewKey(row.token, row.second));
  state.draft = null;
  settled(() => { state.views.delete(viewKey(row.token, row.second)); show(state.at); });
}

async function settled(then) {
  while (state.unsent.length || state.sending) await new Promise((done) => setTimeout(done, 15));
  then();
}

function undo() {
  const last = state.done.pop();
  if (!last) { say("There is nothing to take back."); return; }
  settled(async () => {
    try {
      const told = await post("undo", { question: last.question, answers: last.tokens.map((token) => ({ token, of: last.of.get(token) || 0, revision: (rowOf(token) || {}).revision || last.of.get(token) || 0 })) });
      for (const one of told.answers) {
        const row = rowOf(one.token);
        if (row) Object.assign(row, { revision: one.revision, status: one.status, done: false });
        state.views.delete(viewKey(one.token, false));
        state.views.delete(viewKey(one.token, true));
      }
      const twin = state.rows.findIndex((row) => row.second && row.token === last.row.token && !row.done);
      if (twin >= 0 && !last.row.second) state.rows.splice(twin, 1);
      showProgress(told.progress);
      say("Taken back.");
      if (last.question === state.question.id) show(state.rows.indexOf(last.row));
    } catch (error) { notice(`Not taken back: ${error.message}.`); }
  });
}

async function flag() {
  const row = state.rows[state.at];
  if (!state.view) return;
  const raised = !state.view.flag;
  try {
    await post("flag", { question: state.question.id, token: row.token, raised, why: state.draft ? state.draft.why : "" });
    state.view.flag = raised ? { who: state.who, why: state.draft ? state.draft.why : "" } : null;
    decision();
    say(raised ? "Flagged." : "The flag is down.");
  } catch (error) { notice(`Not kept: ${error.message}.`); }
}

// -- comments used before -----------------------------------------------------------------------

function offer(comment, offers) {
  const typed = comment.value.trim().toLowerCase();
  const found = typed.length < 2 || comment.value.includes("\n") ? [] :
    state.comments.filter((one) => one.toLowerCase().includes(typed) && one !== comment.value).slice(0, 6);
  offers.replaceChildren(...found.map((one) => el("li", {}, el("button", { type: "button", text: one, onclick: () => { taken(one, comment, offers); } }))));
}

function taken(text, comment, offers) {
  comment.value = text;
  Object.assign(state.draft, { comment: text, touched: true });
  offers.replaceChildren();
  comment.focus();
}

function commentKey(event, comment, offers) {
  if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey && offers.firstChild) {
    event.preventDefault();
    taken(offers.querySelector("button").textContent, comment, offers);
  }
}

// -- answers that are alike -----------------------------------------------------------------------

async function near(row) {
  for (let waited = 0; waited < 40; waited += 1) {
    if (state.near.has(row.token)) { if (state.rows[state.at] === row) paintNear(); return; }
    let told;
    try { told = await get("near", { question: state.question.id, token: row.token }); } catch { return; }
    if (state.rows[state.at] !== row) return;
    if (told.ready) { state.near.set(row.token, told); if (state.near.size > 200) state.near.delete(state.near.keys().next().value); paintNear(); return; }
    await new Promise((done) => setTimeout(done, 400));
    if (state.rows[state.at] !== row) return;
  }
}

function paintNear() {
  const row = state.rows[state.at];
  const told = row && state.near.get(row.token);
  const place = $("near");
  const hint = $("suggestion");
  if (!told || !place || !hint || row.second) return;
  if (told.members.length && !state.out.has(row.token)) state.out.set(row.token, new Set(told.members.filter((one) => one.decided).map((one) => one.token)));
  const out = state.out.get(row.token);
  const alone = out && out.has("*");
  place.replaceChildren(...(told.members.length ? [part(alone ? "Nearly the same, decided apart" : `Nearly the same, decided together: ${plural(members().length, "answer")}`,
    el("p", { class: "soft", text: "What differs is underlined. Numbers, signs and negations are the same in all of them." }),
    el("ul", { class: "rows", id: "members" }, told.members.map((one) => {
      const left = alone || out.has(one.token);
      return el("li", { class: left ? "out" : "" }, el("div", { class: "grow", dir: "auto" }, one.words.flatMap(([words, differs]) => [differs ? el("mark", { text: words }) : words, " "]),
        el("span", { class: "soft", text: [one.count > 1 ? `${one.count} times` : "", one.decided ? "decided already" : ""].filter(Boolean).join(", ") })),
      el("button", { type: "button", disabled: alone, text: left ? "Put in" : "Take out", onclick: () => { if (out.has(one.token)) out.delete(one.token); else out.add(one.token); paintNear(); } }));
    })),
    el("button", { type: "button", text: alone ? "Decide them together" : "Take this answer out of its group", onclick: apart }))] : []));
  const guess = told.suggestion;
  const items = guess ? state.question.items.filter((one) => guess.items.includes(one.id)) : [];
  hint.replaceChildren(...(guess ? [el("div", { class: "person" }, el("p", { text: `${guess.agree} of the ${guess.neighbours} nearest decided answers got ${guess.points}${items.length ? ":" : ""}` }),
    items.length ? el("ul", {}, items.map((one) => el("li", {}, many(one.nodes)))) : null,
    el("button", { type: "button", text: "Fill that in", onclick: () => {
      Object.assign(state.draft, { items: new Set(guess.items), by: items.length ? "items" : "points", points: items.length ? "" : guess.points, touched: true });
      mirror();
    } }))] : []));
}

function apart() {
  const row = state.rows[state.at];
  const out = row && state.out.get(row.token);
  if (!out) { say("This answer is in no group."); return; }
  if (out.has("*")) out.delete("*"); else out.add("*");
  paintNear();
  say(out.has("*") ? "Out of its group" : "In its group");
}

// -- names, finding, people, items ------------------------------------------------------------------

async function names() {
  const row = state.rows[state.at];
  if (!row) return;
  if (!state.names) { $("who").textContent = ""; return; }
  try {
    const told = await get("names", { question: state.question.id, token: row.token });
    if (state.rows[state.at] === row) $("who").textContent = told.names.map((one) => (one.name && one.name !== one.id ? `${one.name} (${one.id})` : one.id)).join(", ");
  } catch (error) { notice(error.message); }
}

async function find(text) {
  let told;
  try { told = await get("find", { text }); } catch (error) { notice(error.message); return; }
  if (!told.found.length) { notice(`Nobody and nothing here is called “${text}”.`); return; }
  if (told.found.length === 1) { open(told.found[0]); return; }
  dialog("Found", el("ul", { class: "rows" }, told.found.map((one) => el("li", {}, el("span", { class: "grow", text: `${one.submission} · ${one.question} ${sign(one.status)}` }),
    el("button", { type: "button", text: "Open", onclick: () => { $("dialog").close(); open(one); } })))));
}

function open(one) {
  const question = state.questions.find((other) => other.id === one.question);
  notice("");
  $("find").blur();
  turnTo(question, "all", one.token);
}

function dialog(title, ...inside) {
  $("dialog").replaceChildren(el("h2", { id: "dialog-title", text: title }), ...inside,
    el("p", { class: "row" }, el("button", { type: "button", text: "Close", onclick: () => $("dialog").close() })));
  $("dialog").showModal();
}

async function people() {
  let told;
  try { told = await get("people"); } catch (error) { notice(error.message); return; }
  const rows = told.questions.flatMap((question) => question.people.map((one) => el("tr", {}, el("td", { text: question.id }), el("td", { text: one.who }),
    el("td", { text: String(one.answers) }), el("td", { text: String(one.submissions) }), el("td", { text: `${Math.round(one.mean * 100)} %` }), el("td", { text: `${Math.round(one.strictest * 100)} %` }))));
  const twice = told.questions.flatMap((question) => question.agreement.map((one) => el("li", { text: `${question.id}: ${one.who.join(" and ")} gave the same in ${one.equal} of ${one.twice} second looks` })));
  dialog("Who decided how much, and how strictly", rows.length ? el("table", {}, el("thead", {}, el("tr", {}, ["question", "who", "answers", "submissions", "mean", "nothing given"].map((text) => el("th", { scope: "col", text })))), el("tbody", {}, rows)) : el("p", { text: "Nobody has decided anything yet." }),
    twice.length ? el("ul", {}, twice) : el("p", { class: "soft", text: "No answer has been looked at twice yet." }));
}

function editItems() {
  const { question } = state;
  const rows = question.items.map((one) => ({ id: one.id, text: one.text, points: one.points, known: true }));
  const body = el("tbody");
  const preview = el("div");
  let before = "";
  const line = (one) => {
    const input = (name, width) => { const made = el("input", { "aria-label": name, class: name === "text" ? "text" : "", size: width, disabled: name === "id" && one.known }); made.value = one[name]; made.addEventListener("input", () => { one[name] = made.value; apply.disabled = true; }); return made; };
    body.append(el("tr", {}, el("td", {}, input("id", 10)), el("td", {}, input("text", 40)), el("td", {}, input("points", 5))));
  };
  const ask = async (more) => post("items", { question: question.id, items: rows.map(({ id, text, points }) => ({ id, text, points })), ...more });
  const apply = el("button", { type: "button", class: "main", disabled: true, text: "Write it into the rubric and apply", onclick: async () => {
    try { await ask({ apply: true, before }); $("dialog").close(); notice("The rubric is changed, and everybody judged by items is marked by it."); await reload(); } catch (error) { preview.replaceChildren(el("p", { text: error.message })); }
  } });
  const look = el("button", { type: "button", text: "Show what would change", onclick: async () => {
    try {
      const told = await ask({});
      before = told.before;
      apply.disabled = !told.patch.length;
      preview.replaceChildren(el("p", { text: told.moves.length ? told.moves.map((one) => `${plural(one.count, "submission")}: ${one.before} → ${one.after}`).join("; ") : "No mark would change." }),
        ...(told.kept ? [el("p", { class: "soft", text: `${plural(told.kept, "submission")} with points typed by hand stay as they are.` })] : []), el("pre", { tabindex: "0", text: told.patch.join("\n") }));
    } catch (error) { preview.replaceChildren(el("p", { text: error.message })); }
  } });
  rows.forEach(line);
  dialog("Items", el("table", {}, el("thead", {}, el("tr", {}, ["id", "text", "points"].map((text) => el("th", { scope: "col", text })))), body),
    el("p", { class: "row" }, el("button", { type: "button", text: "New item", onclick: () => { const one = { id: "", text: "", points: "1", known: false }; rows.push(one); line(one); body.lastChild.querySelector("input").focus(); } }), look, apply), preview);
}

// -- progress, keys ---------------------------------------------------------------------------

function showProgress(told) {
  const option = $("question").selectedOptions[0];
  state.question.open = told.total - told.decided;
  if (option) option.textContent = `${state.question.id} (${state.question.open} open)`;
  $("bar").max = told.total || 1;
  $("bar").value = told.decided;
  $("progress").textContent = `${told.decided} of ${told.total} submissions decided`;
  const words = [];
  if (told.mine) words.push(`you give ${Math.round(told.mine.mean * 100)} % on average (${plural(told.mine.answers, "answer")})`);
  if (told.others) words.push(`others ${Math.round(told.others.mean * 100)} % (${told.others.answers})`);
  for (const one of told.agreement) words.push(`${one.who.join(" and ")}: ${one.equal} of ${one.twice} second looks agree`);
  $("means").textContent = words.join(" · ");
}

const KEYS = [["1–9", "item on or off"], ["0", "nothing right"], ["m", "full marks"], ["Enter", "keep, and the next undecided"],
  ["j / k", "next, previous"], ["c", "comment (Esc leaves it)"], [".", "as the last one"], ["x", "take this answer out of its group"],
  ["f", "flag for the lead"], ["u", "undo"], ["/", "find"], ["n", "names on or off"], ["t", "type what stands in the picture"], ["?", "this list"]];

function help() {
  const box = el("input", { type: "checkbox" });
  box.checked = keysOn();
  box.addEventListener("change", () => { try { localStorage.setItem("keys", box.checked ? "on" : "off"); } catch { /* holds for this page */ } state.keysOff = !box.checked; footer(); });
  $("help").replaceChildren(el("h2", { id: "help-title", text: "Keys" }),
    el("table", {}, el("tbody", {}, KEYS.map(([key, text]) => el("tr", {}, el("th", { scope: "row" }, el("kbd", { text: key })), el("td", { text }))))),
    el("p", {}, el("label", {}, box, " These keys work (never while you type); Tab and buttons always do")),
    el("p", { class: "soft", text: "In the comment, Ctrl+Enter keeps; in a transcript it accepts the machine's mark." }),
    el("p", { class: "row" }, el("button", { type: "button", text: "Close", onclick: () => $("help").close() })));
  $("help").showModal();
}

function keysOn() {
  if (state.keysOff !== undefined) return !state.keysOff;
  try { return localStorage.getItem("keys") !== "off"; } catch { return true; }
}

function footer() {
  $("keys").replaceChildren(...(keysOn() ? KEYS.map(([key, text]) => el("span", {}, el("kbd", { text: key }), ` ${text}`)) : [el("span", { text: "Single keys are switched off (Keys)." })]));
}

const ACTIONS = { m: full, 0: none, ".": asLast, x: apart, f: flag, u: undo, n: () => { state.names = !state.names; names(); },
  j: () => step(1), k: () => step(-1), c: () => $("comment") && $("comment").focus(), "/": () => $("find").focus(), "?": help,
  t: () => { if ($("field")) state.into(); else if ($("answer").querySelector("fieldset input")) $("answer").querySelector("fieldset input").focus(); } };

function step(by) {
  if (!state.rows.length) return;
  show(Math.min(Math.max(state.at + by, 0), state.rows.length - 1));
}

function typed(event) {
  const target = event.target;
  const typing = target.matches && target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  if (event.key === "Escape" && typing) { target.blur(); return; }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.closest && target.closest("#decision")) { event.preventDefault(); target.blur(); enter(); return; }
  if (event.key === "Enter" && target.id === "points") { event.preventDefault(); target.blur(); enter(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !keysOn() || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter") {
    if (target.matches && target.matches("button, a, summary")) return;
    event.preventDefault();
    if (!event.repeat) enter();
    return;
  }
  if (/^[1-9]$/.test(event.key)) { event.preventDefault(); toggle(Number(event.key) - 1); return; }
  const action = ACTIONS[event.key];
  if (action && state.question) { event.preventDefault(); action(); }
}

document.addEventListener("keydown", typed);
document.addEventListener("click", (event) => { // after a click by mouse Enter keeps; after Tab it presses the button
  const button = event.detail > 0 && event.target.closest && event.target.closest("main button");
  if (button) button.blur();
});
$("question").addEventListener("change", () => turnTo(state.questions.find((one) => one.id === $("question").value), "awaiting").then(() => $("question").blur()));
$("filter").addEventListener("change", () => turnTo(state.question, $("filter").value).then(() => $("filter").blur()));
$("find-form").addEventListener("submit", (event) => { event.preventDefault(); const text = $("find").value.trim(); if (text) find(text); });
$("help-button").addEventListener("click", help);
$("people-button").addEventListener("click", people);
window.addEventListener("beforeunload", (event) => { if (state.unsent.length) event.preventDefault(); });
footer();
start();
