"""Welsh phrases of what changed between two versions: redlines and histories."""

from __future__ import annotations

EFFECTS = {
    "effect.immediately-due": "Daw'n bryd gwaredu rhai cofnodion ar unwaith.",
    "effect.shorter": "Cedwir rhai cofnodion am gyfnod byrrach.",
    "effect.longer": "Cedwir rhai cofnodion am gyfnod hwy.",
    "effect.action": "Gwneir rhywbeth arall â rhai cofnodion ar y diwedd.",
    "effect.incomparable": "Cedwir rhai cofnodion bellach hyd ddigwyddiad arall, neu yn ôl polisi "
    "arall.",
    "effect.newly-conflicting": "Mae'r rheolau bellach yn anghytuno ar rai cofnodion.",
    "effect.no-longer-conflicting": "Nid yw'r rheolau'n anghytuno mwyach ar rai cofnodion.",
    "effect.newly-uncovered": "Nid oes rheol mwyach ar gyfer rhai cofnodion.",
    "effect.newly-covered": "Mae rheol bellach ar gyfer rhai cofnodion nad oedd un o'r blaen.",
    "effect.hold-released": "Nid yw rhai cofnodion dan ataliad mwyach.",
    "effect.newly-held": "Mae rhai cofnodion bellach dan ataliad.",
    "effect.deadline-tighter": "Mae'r terfyn amser yn gynharach.",
    "effect.deadline-looser": "Mae'r terfyn amser yn hwyrach.",
    "effect.deadline-incomparable": "Cyfrifir y terfyn amser mewn ffordd arall.",
    "effect.newly-promised": "Addewir hyn o'r newydd, neu i ragor o bobl.",
    "effect.no-longer-promised": "Nid addewir hyn mwyach, neu fe'i haddewir i lai o bobl.",
    "effect.unknown": "Ni wyddys beth sy'n newid ar gyfer rhai cofnodion.",
    "effect.none": "Ni chedwir yr un cofnod yn hwy nac yn fyrrach o achos hyn.",
}

REDLINE = {
    "redline.title": "{title}: beth sydd wedi newid",
    "redline.head": "Am y ddogfen",
    "redline.since": "O'i chymharu â",
    "redline.fingerprints": "Olion bys y ddwy fersiwn",
    "redline.summary": "Crynodeb o'r newidiadau",
    "redline.note": "Mae llinell drwy destun a ddilëwyd, a llinell dan destun newydd. Ni farciwyd "
    "rheol a symudwyd yn unig, neu sy'n dweud yr un peth mewn geiriau eraill.",
    "redline.tracked": "Newidiadau a olrheinir yw'r dileadau a'r ychwanegiadau: gwrthodwch bob un "
    "i gael yr hyn a ddywedai'r fersiwn gynharach, derbyniwch bob un i gael yr hyn a ddywed yr un "
    "newydd. Nid yw'r crynodeb hwn yn perthyn i'r naill na'r llall. Ni farciwyd rheol a symudwyd "
    "yn unig, neu sy'n dweud yr un peth mewn geiriau eraill.",
    "redline.same": "Nid oes dim y mae'r ddogfen hon yn ei ddweud wedi newid.",
    "redline.removed": "Dilëwyd",
    "redline.changed": "Newidiwyd",
    "redline.added": "Newydd",
    "redline.renumbered": "Rhif arall, a'r un fath fel arall",
    "redline.texts": "Yr un rheol, gyda thestunau eraill wrth ei hochr",
    "redline.reworded": "Yr un rheol mewn geiriau eraill, heb ei marcio isod",
    "redline.was": "(cynt: {was})",
    "redline.deleted text": "dilëwyd:",
    "redline.inserted text": "ychwanegwyd:",
    "redline.before": "Cynt",
    "redline.after": "Nawr",
    "redline.what": "Beth a ddaeth ohono",
    "redline.effect": "Effaith hynny",
    "redline.list": "Newidiadau",
}

HISTORY = {
    "doc.history": "Hanes newidiadau",
    "doc.history.caption": "Beth a newidiodd pob fersiwn o'r ddogfen hon",
    "doc.history.note": "Pob fersiwn o'r rheolau, y newyddaf yn gyntaf, gyda'r hyn a ddywedodd yn "
    "wahanol i'r fersiwn o'i blaen, ac effaith hynny ar ddiwrnod y newid.",
    "doc.history.cut": "Ni wyddys am fersiynau hŷn yma.",
    "history.no day": "Diwrnod anhysbys",
    "history.first": "Fersiwn gyntaf",
    "history.removed": "Tynnwyd yn ôl",
    "history.unreadable": "Ni ellir darllen y fersiwn hon.",
    "history.counts.from": "O {start}",
    "history.counts.until": "Hyd {end}",
    "history.counts.both": "O {start} hyd {end}",
    "column.day": "Dyddiad",
    "column.version": "Fersiwn",
    "column.changed": "Beth a newidiodd",
    "column.effect": "Effaith hynny",
    "column.counts": "Mewn grym",
}

PHRASES = EFFECTS | REDLINE | HISTORY
