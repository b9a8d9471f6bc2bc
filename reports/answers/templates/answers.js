// Asks about one record and says until when it is kept. All words are data; what the author
// wrote is put in as text and never as markup.
(() => {
  const form = document.getElementById("answers");
  if (!form) return;
  const data = JSON.parse(document.getElementById("answers-data").textContent);
  const [kind, day, asked, again, shown] =
    ["kind", "day", "questions", "again", "answer"].map(name => document.getElementById(`answers-${name}`));
  const say = key => data.phrases[key];

  // --- elements -------------------------------------------------------------------------
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const isolated = text => element("bdi", {}, text.replace(/[\u202a-\u202e\u2066-\u2069]/g, ""));
  const filled = (key, parts) => say(key).split(/(\{[^}]*\})/).flatMap(piece =>
    piece.startsWith("{") ? parts[piece.slice(1, -1)] : piece);
  const paragraph = (key, parts = {}, className = "") => element("p", { className }, ...filled(key, parts));
  const listed = nodes => nodes.flatMap((node, i) => i === 0 ? [node] : [say("list.separator"), node]);

  // --- days -----------------------------------------------------------------------------
  const inWords = number => {
    const [year, month, date] = deciding.civil(number);
    const parts = { day: date, month: data.months[month - 1], year };
    return data.dateFormat.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
  };
  const dayIn = field => {
    const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(field.value);
    return found && field.validity.valid ? deciding.ordinal(...found.slice(1).map(Number)) : null;
  };

  // --- questions: each is a box, and what it reads from it ------------------------------------
  const WRONG = Symbol("wrong"), NONE = Symbol("none"), UNKNOWN = Symbol("unknown");
  const radios = (id, label, choices, more = []) => {
    const buttons = choices.map(([value, words], i) => {
      const input = element("input", { type: "radio", name: id, id: `${id}-${i}`, value, defaultChecked: i === choices.length - 1 });
      return element("label", { htmlFor: input.id }, input, words);
    });
    const row = element("div", { className: "choices" }, buttons[0], ...more, ...buttons.slice(1));
    const box = element("fieldset", {}, element("legend", { id: `${id}-legend`, dir: "auto" }, label), row);
    return { box, value: () => box.querySelector("input[type=radio]:checked").value };
  };
  const unless = question => question.none ? [["none", say(question.field === "extended_until" ? "ask.extended.none" : "ask.none")]] : [];
  const input = (id, type, properties) => element("input", { id, type, autocomplete: "off", ...properties });
  const dated = id => input(id, "date", { min: "0001-01-01", max: "9999-12-31" });
  const numbered = id => input(id, "text", { inputMode: "decimal" });
  const number = field => /^-?\d+(\.\d+)?$/.test(field.value.trim()) ? field.value.trim() : null;
  const blank = field => field.value.trim() === "" && !field.validity.badInput;
  const read = (field, value) => blank(field) ? UNKNOWN : value(field) ?? WRONG;
  const typed = (id, question, make, value, hint) => {
    const field = make(id);
    if (!question.none) {
      const said = element("p", { className: "hint", id: `${id}-hint` }, say(hint));
      field.setAttribute("aria-describedby", said.id);
      const box = element("div", {}, element("label", { htmlFor: id, dir: "auto" }, question.label), field, said);
      return { box, answer: () => read(field, value) };
    }
    const given = say(question.field === "extended_until" ? "ask.extended.given" : "ask.given");
    const { box, value: choice } = radios(id, question.label, [["given", given], ...unless(question), ["unknown", say("ask.unknown")]], [field]);
    field.setAttribute("aria-labelledby", `${id}-legend`);
    field.addEventListener("input", () => { box.querySelector("[value=given]").checked = true; });
    return { box, answer: () => ({ given: read(field, value), none: NONE, unknown: UNKNOWN })[choice()] };
  };
  const chosen = (id, question) => {
    const options = [
      ...question.options,
      ...question.other ? [["", say("ask.other")]] : [],
    ].map(([value, words]) => ({ value, words }));
    const field = element("select", { id, autocomplete: "off" }, element("option", { value: "unknown" }, say("ask.unknown")),
      ...options.map(({ words }, i) => element("option", { value: i }, words)),
      ...unless(question).map(([value, words]) => element("option", { value }, words)));
    const box = element("div", {}, element("label", { htmlFor: id, dir: "auto" }, question.label), field);
    return { box, answer: () => ({ unknown: UNKNOWN, none: NONE })[field.value] ?? options[field.value].value };
  };
  const decided = (id, question) => {
    const { box, value } = radios(id, question.label, [["yes", say("ask.yes")], ["no", say("ask.no")], ...unless(question), ["unknown", say("ask.unknown")]]);
    const no = question.asks === "known" ? NONE : false;
    return { box, answer: () => ({ yes: true, no, none: NONE, unknown: UNKNOWN })[value()] };
  };
  const done = (id, question) => {
    const { box, value } = radios(id, question.label, [...question.options, ["", say("ask.done.nothing")]]);
    return { box, answer: () => value() || NONE };
  };
  const makers = {
    "day": (id, question) => typed(id, question, dated, dayIn, "ask.day.hint"),
    "number": (id, question) => typed(id, question, numbered, number, "ask.number.hint"),
    "choice": chosen, "yes/no": decided, "known": decided, "done": done,
  };
  let current = null, questions = [];
  const ask = () => {
    current = data.kinds[kind.value] ?? null;
    questions = current === null ? [] : current.questions.map((question, i) =>
      ({ ...question, id: `answers-${i}`, ...makers[question.asks](`answers-${i}`, question) }));
    asked.replaceChildren(...questions.map(question => question.box));
    again.hidden = current === null;
  };

  // --- the record that the answers describe -----------------------------------------------------
  const described = () => {
    const record = { of: current.of, fields: new Map(), unsure: new Set(), disposedAs: null, extendedUntil: null };
    const wrong = dayIn(day) === null ? [document.querySelector("label[for=answers-day]").textContent] : [];
    for (const question of questions) {
      const { field, answer } = question, value = answer();
      if (value === WRONG) wrong.push(question.label);
      else if (value === UNKNOWN) { if (question.none || question.asks === "known") record.unsure.add(field); }
      else if (value === NONE) continue;
      else if (question.asks === "done") record.disposedAs = value;
      else if (field === "extended_until") record.extendedUntil = value;
      else record.fields.set(field, value);
    }
    return [record, wrong];
  };

  // --- the answer ---------------------------------------------------------------------------------
  const pointer = name => {
    const question = questions.find(each => each.field === name);
    if (!question) return isolated(name);
    const link = element("a", { href: `#${question.id}` }, isolated(question.label));
    link.addEventListener("click", event => {
      event.preventDefault();
      (question.box.querySelector("input:checked") ?? question.box.querySelector("select, input")).focus();
    });
    return link;
  };
  const points = nodes => element("ul", {}, ...nodes.map(node => element("li", {}, node)));
  const place = name => questions.findIndex(each => each.field === name);
  const pointers = names => { // what can be asked of the reader, in the order in which it is
    const own = names.filter(name => place(name) >= 0).sort((one, other) => place(one) - place(other));
    return points((own.length ? own : names).map(pointer));
  };
  const holds = names => listed(names.map(name => isolated(data.holdTitles[name])));
  const ruleItem = ref => {
    const row = document.getElementById(data.places[ref]);
    const item = element("li", {}, element("a", { href: `#${data.places[ref]}`, className: "number" }, ref));
    const title = row?.querySelector(".name");
    if (title) item.append(" ", isolated(title.textContent));
    item.append(...[...row?.querySelectorAll(".period p") ?? []].map(each => each.cloneNode(true)));
    return item;
  };
  const verdict = (key, parts) => paragraph(key, parts, "verdict");
  const bounds = found => [
    ...found.notBefore === null ? [] : [paragraph("answer.not before", { day: inWords(found.notBefore) })],
    ...found.notAfter === null ? [] : [paragraph("answer.not after", { day: inWords(found.notAfter) })],
  ];
  const ended = found => ({ day: inWords(found.keepUntil), due: inWords(found.due ?? found.keepUntil), action: isolated(data.actions[found.action]) });
  const awaited = found => found.awaiting.length ? [verdict("answer.awaiting"), pointers(found.awaiting)] : [verdict("answer.awaiting.plain")];
  const lines = found => {
    const needed = found.missing.length ? [verdict("answer.undetermined"), pointers(found.missing)] : [verdict("answer.undetermined.plain")];
    const perhaps = found.heldBy?.length ? [paragraph("answer.held.perhaps", { holds: holds(found.heldBy) })] : [];
    switch (found.status) {
      case "retain": return [verdict("answer.retain", ended(found)), ...found.due === null ? [] : [paragraph("answer.retain.then", ended(found))], ...perhaps];
      case "due": case "overdue": return [verdict(`answer.${found.status}`, ended(found))];
      case "permanent": return [verdict("answer.permanent")];
      case "held": return [verdict("answer.held", { holds: holds(found.heldBy) })];
      case "awaiting": return [...awaited(found), ...bounds(found), ...perhaps];
      case "conflict": return [verdict("answer.conflict")];
      case "uncovered": return [verdict("answer.uncovered")];
      case "elsewhere": return [verdict("answer.elsewhere")];
      case "open": return needed;
    }
    if (found.finished) return [verdict("answer.finished")];
    if (found.follows !== null && found.rules.length === 1) return [verdict("answer.follows", { policy: isolated(found.follows) })];
    return [...needed, ...bounds(found), ...perhaps];
  };
  const SURE = ["retain", "due", "overdue", "permanent", "awaiting"];
  const show = () => {
    if (current === null) return shown.replaceChildren();
    const [record, wrong] = described();
    if (wrong.length) return shown.replaceChildren(verdict("answer.wrong"), points(wrong.map(isolated)));
    const asOf = dayIn(day);
    const found = deciding.decide(data, data.families[current.family], record, asOf);
    const rules = found.rule !== null && found.rule !== undefined ? [found.rule] : found.rules;
    shown.replaceChildren(...lines(found),
      ...data.ask !== null && !SURE.includes(found.status) ? [paragraph("answer.ask", { who: isolated(data.ask) })] : [],
      ...rules.length ? [element("div", {}, paragraph("answer.why"), element("ul", {}, ...rules.map(ruleItem)))] : [],
      paragraph("answer.basis", { day: inWords(asOf), published: inWords(data.published) }, "quiet"));
  };

  kind.append(...data.kinds.map(({ title }, i) => element("option", { value: i }, title)));
  const today = new Date(), two = part => String(part).padStart(2, "0");
  day.defaultValue = `${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}`;
  const heed = () => {
    if (current !== (data.kinds[kind.value] ?? null)) ask();
    show();
  };
  form.addEventListener("input", heed);
  form.addEventListener("change", heed);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { ask(); show(); kind.focus(); }));
  form.hidden = false;
})();
