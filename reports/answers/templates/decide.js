// Decides one record by a table of rules, as the reference evaluator does (compiler/evaluate):
// the names here are those of its modules, and a test compares the two. Nothing is asked of the
// page or the clock. Days are ordinals, 1 January of the year 1 being 1.
const deciding = (() => {
  const FIRST = 1, LAST = 3652059; // 0001-01-01 and 9999-12-31: arithmetic on days stops there
  const NEVER = 0, FOREVER = 10000000;
  const ELSEWHERE = ""; // stands among missing fields for what only other records tell

  // --- days (compiler/dates.py) ---------------------------------------------------------
  const ordinal = (year, month, day) => {
    const y = month > 2 ? year : year - 1;
    const era = Math.floor(y / 400), ofEra = y - era * 400;
    const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
    return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 305;
  };
  const civil = day => {
    const n = day + 305, era = Math.floor(n / 146097), ofEra = n - era * 146097;
    const y = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365);
    const ofYear = ofEra - (365 * y + Math.floor(y / 4) - Math.floor(y / 100));
    const m = Math.floor((5 * ofYear + 2) / 153);
    const month = m < 10 ? m + 3 : m - 9;
    return [y + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - Math.floor((153 * m + 2) / 5) + 1];
  };
  const lengthOf = (year, month) =>
    month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  const addDays = (day, days) => Math.min(LAST, Math.max(FIRST, day + days));
  const addMonths = (day, months) => {
    const [y, m, d] = civil(day);
    const index = y * 12 + (m - 1) + months, year = Math.floor(index / 12), month = index - year * 12 + 1;
    if (year > 9999) return LAST;
    if (year < 1) return FIRST;
    return ordinal(year, month, Math.min(d, lengthOf(year, month)));
  };
  const after = ([months, days], day) => addDays(addMonths(day, months), days);
  const before = ([months, days], day) => addDays(addMonths(day, -months), -days);
  const beginning = ([months, days], day) => {
    const corresponding = addMonths(day, months);
    return addDays(corresponding, days - (addMonths(corresponding, -months) === day ? 1 : 0));
  };
  const yearEnd = ([month, last], day, plus) => {
    const end = year => ordinal(year, month, Math.min(last, lengthOf(year, month)));
    const own = civil(day)[0], year = (day <= end(own) ? own : own + 1) + plus;
    return year <= 9999 ? end(year) : LAST;
  };

  // --- numbers: decimal texts, compared exactly -------------------------------------------
  const decimal = text => {
    const [, sign, whole, part = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
    return [BigInt(sign + whole + part), part.length];
  };
  const compared = (one, other) => {
    const [[a, p], [b, q]] = [decimal(one), decimal(other)];
    const [x, y] = [a * 10n ** BigInt(q), b * 10n ** BigInt(p)];
    return x < y ? -1 : x > y ? 1 : 0;
  };

  // --- Kleene's logic: 0 false, 1 not known, 2 true (truth.py) ------------------------------
  const union = sets => new Set(sets.flatMap(set => [...set]));
  const YES = { truth: 2, missing: new Set() }, NO = { truth: 0, missing: new Set() };
  const known = value => value ? YES : NO;
  const unknown = missing => ({ truth: 1, missing: new Set(missing) });
  const negation = judged => ({ truth: 2 - judged.truth, missing: judged.missing });
  const weakest = (parts, decisive, otherwise) => {
    if (parts.some(part => part.truth === decisive)) return known(decisive);
    const open = parts.filter(part => part.truth === 1);
    return open.length ? unknown(union(open.map(part => part.missing))) : otherwise;
  };
  const conjunction = parts => weakest(parts, 0, YES);
  const disjunction = parts => weakest(parts, 2, NO);

  // --- bounds of a day (bounds.py) ----------------------------------------------------------
  const kept = (earliest, latest, more = {}) =>
    ({ earliest, latest, unknown: new Set(), awaiting: new Set(), missing: new Set(), ...more });
  const on = day => kept(day, day);
  const lacking = what => kept(NEVER, FOREVER, { missing: new Set(what) });
  const notHappened = event => kept(NEVER, FOREVER, { unknown: new Set([event]), awaiting: new Set([event]) });
  const settled = bounds => bounds.earliest === bounds.latest;
  const permanent = bounds => bounds.earliest === FOREVER;
  const gathered = (terms, name) => union(terms.map(term => term[name]));
  const chosen = (terms, choose) => {
    const low = choose(...terms.map(term => term.earliest)), high = choose(...terms.map(term => term.latest));
    if (low === high) return kept(low, high);
    return kept(low, high, Object.fromEntries(["unknown", "awaiting", "missing"].map(name => [name, gathered(terms, name)])));
  };
  const hull = answers => {
    const all = answers.map(answer => answer.kept);
    return kept(Math.min(...all.map(k => k.earliest)), Math.max(...all.map(k => k.latest)),
      { awaiting: gathered(all, "awaiting"), missing: gathered(all, "missing") });
  };
  const dayOf = day => day > NEVER && day < FOREVER ? day : null;

  // --- answers that differ (answers.py) -------------------------------------------------------
  const sameAs = (one, other) => {
    if (permanent(one.kept) && permanent(other.kept)) return true;
    if (one.action !== other.action || one.follows !== other.follows) return false;
    if (one.kept.earliest !== other.kept.earliest || one.kept.latest !== other.kept.latest) return false;
    return settled(one.kept) || (one.period !== null && one.period === other.period);
  };
  const says = answer => !answer.finished && (answer.action !== null || answer.follows !== null);
  const differs = (one, other) => {
    if ((permanent(one.kept) && permanent(other.kept)) || !(says(one) && says(other))) return false;
    return one.kept.latest < other.kept.earliest || other.kept.latest < one.kept.earliest || one.action !== other.action;
  };
  const pairs = all => all.flatMap((one, i) => all.slice(0, i).map(other => [one, other]));
  const allSame = answers => pairs(answers).every(([one, other]) => sameAs(one, other));
  const most = (answers, value) => {
    const best = Math.max(...answers.map(value));
    return answers.filter(answer => value(answer) === best);
  };
  const preferred = {
    longest: answers => {
      const longest = Math.max(...answers.map(answer => answer.kept.earliest));
      return answers.filter(answer => answer.kept.latest >= longest);
    },
    shortest: answers => {
      const shortest = Math.min(...answers.map(answer => answer.kept.latest));
      return answers.filter(answer => answer.kept.earliest <= shortest);
    },
    authority: answers => most(answers, answer => answer.rule.rank),
    latest: answers => most(answers, answer => answer.rule.since),
  };
  const agree = (answers, tieBreaks) => {
    let left = answers;
    for (const tieBreak of tieBreaks) {
      if (allSame(left)) break;
      left = preferred[tieBreak](left);
      if ((tieBreak === "longest" || tieBreak === "shortest") && !left.every(answer => settled(answer.kept))) {
        const days = chosen(left.map(answer => answer.kept), tieBreak === "longest" ? Math.max : Math.min);
        return { answers: left, kept: days, agreed: allSame(left), differ: false, pending: true };
      }
    }
    const agreed = allSame(left);
    const differ = pairs(left).some(([one, other]) => differs(one, other));
    return { answers: left, kept: agreed ? left[0].kept : hull(left), agreed, differ, pending: false };
  };
  const actionOf = agreement => {
    const actions = new Set(agreement.answers.map(answer => answer.action));
    return actions.size === 1 ? [...actions][0] : null;
  };
  const byCodePoint = (one, other) => {
    const [a, b] = [[...one], [...other]].map(text => text.map(letter => letter.codePointAt(0)));
    const place = a.findIndex((code, i) => code !== b[i]);
    return place < 0 ? a.length - b.length : a[place] - (b[place] ?? -1);
  };
  const leadOf = agreement => [...agreement.answers]
    .sort((one, other) => other.rule.rank - one.rule.rank || byCodePoint(one.rule.ref, other.rule.ref))[0];

  // --- one record -----------------------------------------------------------------------------
  // `record` has the class that it states, what is known of its fields, the names of those of
  // which nobody can say whether they are recorded (`unsure`), its phase and its extension.
  const decide = (table, family, record, asOf) => {
    const { fields, unsure } = record;
    const stated = family.classes.find(each => each.name === record.of);
    const absent = name => !fields.has(name);
    const reaching = new Map(); // rules that need another record, and how far they apply

    const point = spec => {
      if (typeof spec === "string") return fields.get(spec) ?? null;
      const [kind, value, inner] = spec;
      if (kind === "day" || kind === "fact") return value;
      const start = point(inner);
      return start === null ? null : (kind === "before" ? before : after)(value, start);
    };
    const named = spec => typeof spec === "string" ? spec : named(spec[2]);
    const orders = { "before": (a, b) => a < b, "on or before": (a, b) => a <= b, "on": (a, b) => a === b };
    const sides = {
      after: (a, b, length) => b <= a && a <= after(length, b),
      before: (a, b, length) => a <= b && b <= after(length, a),
      of: (a, b, length) => sides.after(a, b, length) || sides.before(a, b, length),
    };
    const numbers = { "at least": n => n >= 0, "at most": n => n <= 0, "more than": n => n > 0, "less than": n => n < 0 };
    const dates = (left, right, test) => {
      const days = [point(left), point(right)];
      if (days.includes(null)) return unknown([left, right].filter((_, i) => days[i] === null).map(named));
      return known(test(...days));
    };
    const judge = condition => {
      const [kind, one, other, order, length] = condition;
      const parts = condition.slice(1);
      switch (kind) {
        case "always": return YES;
        case "never": return NO;
        case "elsewhere": return unknown([ELSEWHERE]);
        case "all": return conjunction(parts.map(judge));
        case "any": return disjunction(parts.map(judge));
        case "not": return negation(judge(one));
        case "date": return dates(one, other, orders[order]);
        case "near": return dates(one, other, (a, b) => sides[order](a, b, length));
        case "known": return unsure.has(one) ? unknown([one]) : known(!absent(one));
      }
      if (absent(one)) return unknown([one]);
      const value = fields.get(one);
      switch (kind) {
        case "yes": return known(value === true);
        case "in": return known(other.some(each => Array.isArray(each) ? compared(value, each[0]) === 0 : each === value));
        case "number": return known(numbers[other](compared(value, order[0])));
      }
      throw new Error(kind);
    };

    // Which rules apply, and which of them stand (standing.py).
    const members = new Map();
    const member = name => {
      if (!members.has(name)) {
        const each = family.classes.find(one => one.name === name);
        const parent = each.lineage[1];
        members.set(name, stated.lineage.includes(name) ? YES
          : each.where === null || parent === undefined ? NO
          : member(parent).truth === 0 ? NO : conjunction([member(parent), judge(each.where)]));
      }
      return members.get(name);
    };
    const isOf = names => disjunction(names.map(name => family.classes.some(each => each.name === name) ? member(name) : NO));
    const conditions = [];
    family.rules.forEach(rule => {
      const counts = (rule.from ?? -Infinity) <= asOf && asOf <= (rule.to ?? Infinity);
      const parent = rule.parent === null ? YES : conditions[rule.parent];
      conditions.push(!counts || isOf(rule.for).truth === 0 ? NO
        : rule.when === null ? parent : conjunction([parent, judge(rule.when)]));
    });
    const covers = family.covers.map(cover => conjunction([member(cover.of), conditions[cover.rule]]));
    const applies = family.rules.map((_, i) => disjunction(covers.filter((_, n) => family.covers[n].rule === i)));
    const off = [];
    for (const i of family.sequence) {
      off[i] = disjunction(family.rules[i].off.map(other => conjunction([applies[other], negation(off[other])])));
    }
    const remaining = covers.map((judged, n) => conjunction([judged, negation(off[family.covers[n].rule])]));
    const beaten = family.covers.map(cover => disjunction(cover.above.map(upper => remaining[upper])));
    const candidates = kind => family.rules.flatMap((rule, i) => {
      if (rule.kind !== kind) return [];
      const judged = disjunction(family.covers.flatMap((cover, n) =>
        cover.rule === i ? [conjunction([remaining[n], negation(beaten[n])])] : []));
      return judged.truth ? [{ rule, judged }] : [];
    });
    const alwaysOne = () => family.covers.some((cover, n) => remaining[n].truth === 2
      && family.rules[cover.rule].kind === "schedule"
      && cover.above.every(upper => !remaining[upper].truth || family.rules[family.covers[upper].rule].kind === "schedule"));

    // Through which day a period keeps the record (periods.py).
    const reach = rule => reaching.set(rule.ref, applies[family.rules.indexOf(rule)]);
    const from = (anchor, run) => {
      const day = point(anchor);
      return day === null ? notHappened(named(anchor)) : on(run(day));
    };
    const through = (period, rule) => {
      const [kind, one, other, plus] = period;
      switch (kind) {
        case "after": return from(one, day => after(other, day));
        case "beginning": return from(one, day => beginning(other, day));
        case "year": return from(one, day => yearEnd(other, day, plus));
        case "until": return from(one, day => day);
        case "permanently": return on(FOREVER);
        case "if known": return through(one, rule);
        case "elsewhere": reach(rule); return lacking([ELSEWHERE]);
        case "later": case "earlier": {
          const terms = period.slice(1).map(term => [term[0] === "if known", through(term, rule)]);
          const counted = terms.flatMap(([ifKnown, days]) => {
            if (!ifKnown || !days.unknown.size) return [days];
            return [...days.unknown].every(event => unsure.has(event)) ? [lacking(days.unknown)] : [];
          });
          return chosen(counted, kind === "later" ? Math.max : Math.min);
        }
      }
      throw new Error(kind);
    };
    const answer = rule => {
      if (rule.follows) {
        if (rule.loaded) reach(rule);
        return { rule, kept: lacking([rule.follows]), action: null, period: null, phase: 1, finished: false, follows: rule.follows };
      }
      const done = rule.phases.map(phase => phase.done);
      let position = record.disposedAs === null ? 0 : done.indexOf(record.disposedAs) + 1 || -1;
      if (position < 0) {
        return { rule, kept: lacking(["disposed_as"]), action: null, period: null, phase: 1, finished: false, follows: null };
      }
      const finished = position === rule.phases.length;
      position = Math.min(position, rule.phases.length - 1);
      const phase = rule.phases[position];
      return { rule, kept: through(phase.keep, rule), action: phase.action, period: JSON.stringify(phase.keep), phase: position + 1, finished, follows: null };
    };
    const extended = agreement => {
      const until = record.extendedUntil;
      if (unsure.has("extended_until")) {
        return { ...agreement, kept: chosen([agreement.kept, lacking(["extended_until"])], Math.max) };
      }
      if (until === null || until <= agreement.kept.earliest) return agreement;
      if (!agreement.answers.some(one => one.rule.extendable)) {
        const days = agreement.kept;
        return { ...agreement, kept: { ...days, latest: Math.max(days.latest, until), missing: union([days.missing, ["extended_until"]]) } };
      }
      return { ...agreement, kept: chosen([agreement.kept, on(until)], Math.max) };
    };

    // Floors and ceilings (limits.py).
    const limits = kind => candidates(kind).map(({ rule, judged }) => ({ rule, judged, kept: through(rule.phases[0].keep, rule) }));
    const floors = limits("floor"), ceilings = limits("ceiling");
    const certain = limit => limit.judged.truth === 2;
    const least = Math.max(NEVER, ...floors.filter(certain).map(floor => floor.kept.earliest));
    const narrowed = days => least <= days.earliest ? days
      : kept(least, Math.max(least, days.latest), { awaiting: days.awaiting, missing: days.missing });
    const crossed = floors.flatMap(floor => ceilings.map(ceiling => [floor, ceiling]));
    const broken = days => [...new Set([
      ...floors.filter(certain).filter(floor => days.latest < floor.kept.earliest),
      ...ceilings.filter(certain).filter(ceiling => ceiling.kept.latest < days.earliest),
      ...crossed.filter(pair => pair.every(certain)).filter(([floor, ceiling]) => ceiling.kept.latest < floor.kept.earliest).flat(),
    ].map(limit => limit.rule.ref))];
    const doubtful = days => [
      ...floors.filter(floor => !(floor.kept.latest <= days.earliest)),
      ...ceilings.filter(ceiling => !(days.latest <= ceiling.kept.earliest)),
      ...crossed.filter(([floor, ceiling]) => !(floor.kept.latest <= ceiling.kept.earliest)).flat(),
    ];

    // What the rules come to (outcomes.py).
    const badData = () => {
      const required = stated.required.filter(absent);
      if (required.length) return { status: "undetermined", kept: lacking(required) };
      for (const name of stated.lineage) {
        const { where } = family.classes.find(each => each.name === name);
        const judged = where === null ? YES : judge(where);
        if (judged.truth !== 2) return { status: "undetermined", kept: lacking(judged.missing.size ? judged.missing : [name]) };
      }
      return null;
    };
    const limited = agreement => {
      const days = agreement.kept, against = broken(days);
      if (agreement.differ || against.length) {
        return { status: "conflict", kept: narrowed(hull(agreement.answers)), agreement, against };
      }
      const doubts = doubtful(days);
      const missing = union([days.missing, ...doubts.flatMap(one => [one.judged.missing, one.kept.missing])]);
      if (doubts.length) {
        const awaiting = union([days.awaiting, ...doubts.map(one => one.kept.awaiting)]);
        return { status: missing.size ? "undetermined" : "awaiting", agreement,
          kept: kept(narrowed(days).earliest, FOREVER, { awaiting, missing }) };
      }
      const status = settled(days) && agreement.agreed ? "retain" : days.missing.size ? "undetermined" : "awaiting";
      return { status, kept: narrowed(days), agreement };
    };
    const workOut = () => {
      const bad = badData();
      if (bad) return bad;
      const governing = candidates("schedule");
      if (!governing.length) return { status: "uncovered", kept: kept(NEVER, FOREVER) };
      const answers = governing.map(({ rule }) => answer(rule));
      const unsettled = union(governing.map(({ judged }) => judged.missing));
      const untied = agree(answers, []);
      const mayExtend = record.extendedUntil !== null || unsure.has("extended_until");
      const alike = untied.agreed && (!mayExtend || new Set(answers.map(one => Boolean(one.rule.extendable))).size === 1);
      if (unsettled.size && !(alike && alwaysOne())) {
        const days = extended(untied).kept;
        return { status: "undetermined", kept: narrowed({ ...days, missing: union([days.missing, unsettled]) }), agreement: untied, uncertain: true };
      }
      return limited(extended(agree(answers, table.resolve)));
    };

    // The decision (decide.py).
    const outcome = workOut();
    const { agreement = null } = outcome;
    const finished = agreement !== null && agreement.answers.some(one => one.finished);
    const dated = () => {
      const days = outcome.kept;
      if (finished && ["retain", "awaiting"].includes(outcome.status)) return "undetermined";
      if (outcome.status === "awaiting" && days.latest < asOf) {
        if (agreement === null || actionOf(agreement) === null || days.missing.size) return "awaiting";
        if (!agreement.agreed && !agreement.pending) return "awaiting";
      } else if (outcome.status !== "retain") return outcome.status;
      if (permanent(days)) return "permanent";
      if (asOf <= days.latest) return "retain";
      return table.window !== null && asOf > after(table.window, addDays(days.latest, 1)) ? "overdue" : "due";
    };
    const sorted = set => [...set].sort(byCodePoint);
    const decision = () => {
      const status = dated(), days = outcome.kept;
      const open = !["retain", "due", "overdue", "permanent"].includes(status);
      const keepUntil = ["retain", "due", "overdue"].includes(status) ? dayOf(days.latest) : null;
      const governs = !outcome.uncertain && status !== "conflict";
      const lead = agreement && governs && (agreement.agreed || agreement.answers.length === 1) ? leadOf(agreement) : null;
      const follows = agreement ? sorted(new Set(agreement.answers.flatMap(one => one.follows ?? []))) : [];
      return {
        status, keepUntil,
        due: keepUntil !== null && keepUntil < LAST ? keepUntil + 1 : null,
        action: agreement && governs && !permanent(days) ? actionOf(agreement) : null,
        rule: lead ? lead.rule.ref : null,
        phase: lead ? lead.phase : null,
        notBefore: open ? dayOf(days.earliest) : null,
        notAfter: open ? dayOf(days.latest) : null,
        missing: status === "undetermined" ? sorted(union([days.missing, finished ? ["disposed_as"] : []])) : [],
        awaiting: open ? sorted(days.awaiting) : [],
        follows: follows[0] ?? null,
        heldBy: [],
        rules: agreement ? [...new Set([...agreement.answers.map(one => one.rule.ref), ...outcome.against ?? []])] : [],
        finished,
      };
    };
    const held = found => {
      const judged = family.holds.map(hold => {
        const covered = isOf(hold.for);
        return covered.truth ? conjunction([covered, judge(hold.while)]) : NO;
      });
      const hold = disjunction(judged);
      const heldBy = family.holds.filter((_, i) => judged[i].truth).map(one => one.name);
      if (hold.truth === 2) return { ...found, status: "held", heldBy };
      if (hold.truth === 1 && ["due", "overdue"].includes(found.status)) {
        return { ...found, status: "undetermined", heldBy, missing: sorted(union([found.missing, hold.missing])) };
      }
      return { ...found, heldBy, doubts: hold.missing };
    };

    // What turns on other records is not answered: a rule that needs one, a hold on one that
    // the record is kept as long as, a condition that asks of one. `open` is what may yet be
    // answered, once more is known of the record itself.
    const found = held(decision());
    if (family.held) family.rules.forEach((rule, i) => { if (rule.linked && applies[i].truth) reach(rule); });
    family.rules.forEach((rule, i) => { if (applies[i].truth && applies[i].missing.has(ELSEWHERE)) reach(rule); });
    const others = new Set([...found.missing, ...found.doubts ?? []]).has(ELSEWHERE);
    if (!reaching.size && !others) return found;
    const own = missing => sorted(new Set(missing)).filter(name => name !== ELSEWHERE);
    const sure = [...reaching].filter(([, judged]) => own(judged.missing).length === 0).map(([ref]) => ref);
    const missing = own(union([found.missing, ...others ? [found.doubts ?? []] : [], ...[...reaching.values()].map(judged => judged.missing)]));
    if (sure.length || missing.length === 0) return { status: "elsewhere", rules: sure, missing: [] };
    return { status: "open", rules: [...reaching.keys()], missing };
  };
  return { decide, ordinal, civil };
})();
