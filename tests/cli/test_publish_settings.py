"""The `publish` section of the configuration, and templates of an organisation's own."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

POLICY = """
policy "Records"
  publisher "Somewhere Council"
  owner     "Records Manager"

section 1 "Complaints"

mark M "Management"

record complaint "Complaints"
  closed  date "the complaint was closed"
  formal  yes/no

rule 1.1 "Complaints"
  for complaint
  keep 6 years after closed
  then destroy
  note "Ask first."
  format "paper"
  marked M
  except formal when formal
    keep 10 years after closed
  end
"""


def png(width: int = 3, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x7a\x1f\x5c" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a policy, a picture and room for a configuration."""
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "policy.tenure").write_text(POLICY, encoding="utf-8")
    (tmp_path / "logo.png").write_bytes(png())
    return tmp_path


@pytest.fixture
def publish(project: Path, run: Run) -> Callable[..., Result]:
    """Publishes the policy under a configuration."""

    def go(section: str, *args: str) -> Result:
        (project / "tenure.toml").write_text(f"[publish]\n{section}", encoding="utf-8")
        to = ("--to", project / "out", "--as-of", "2026-03-03")
        return run("publish", project / "records", *to, *args)

    return go


Publish = Callable[..., Result]


def page(project: Path) -> str:
    return (project / "out" / "schedule.html").read_text(encoding="utf-8")


# --- what is said ---------------------------------------------------------------------------


def test_formats_language_name_and_logo(publish: Publish, project: Path) -> None:
    result = publish(
        'formats = ["html", "csv"]\nlanguage = "cy"\norganisation = "Cyngor Rhywle"\n'
        'logo = { file = "logo.png", alt = "Arfbais & co" }\n'
    )
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (project / "out").iterdir()) == [
        "published.json",
        "schedule.csv",
        "schedule.html",
    ]
    text = page(project)
    assert '<html lang="cy">' in text
    assert '<p class="publisher" dir="auto">Cyngor Rhywle</p>' in text
    assert '<h1 dir="auto" lang="en">Records</h1>' in text
    assert re.search(
        r'<img class="logo" src="data:image/png;base64,[\w+/=]+" alt="Arfbais &amp; co">', text
    )
    assert "Somewhere Council" not in text
    assert "Fel ar 3 Mawrth 2026" in text


def test_the_command_goes_before_the_configuration(publish: Publish, project: Path) -> None:
    result = publish('formats = ["csv"]\nlanguage = "cy"', "--format", "html", "--language", "en")
    assert result.exit_code == 0
    assert '<html lang="en">' in page(project)
    assert " lang=" not in page(project).partition("<body>")[2]
    assert not (project / "out" / "schedule.csv").exists()


def test_a_policy_in_the_language_of_its_document_is_not_marked(
    publish: Publish, project: Path
) -> None:
    publish('language = "cy"\npolicy-language = "cy"')
    assert " lang=" not in page(project).partition("<body>")[2]
    publish('language = "en"\npolicy-language = "cy"')
    assert '<h1 dir="auto" lang="cy">' in page(project)
    assert "after <bdi" not in page(project)
    assert "“<bdi" in page(project)


def test_columns_and_their_order(publish: Publish, project: Path) -> None:
    columns = '[publish.columns]\nschedule = ["reference", "notes", "period", "title"]'
    result = publish(f'formats = ["html", "md", "csv", "json"]\n{columns}')
    assert result.exit_code == 0, result.output
    heads = re.findall(r'<th role="columnheader" scope="col">(.*?)</th>', page(project))
    assert heads == ["Reference", "Notes and access", "Retention period", "Title"]
    markdown = (project / "out" / "schedule.md").read_text(encoding="utf-8")
    assert "| Reference | Notes and access | Retention period | Title |" in markdown
    assert "paper" not in markdown
    csv = (project / "out" / "schedule.csv").read_text(encoding="utf-8-sig")
    assert csv.startswith("Section,Reference,Notes and access,Retention period,Title,For,")
    for row in re.findall(r"<tr role=\"row\" id.*?</tr>", page(project), re.DOTALL):
        spans = [int(span) for span in re.findall(r'colspan="(\d)"', row)]
        assert len(re.findall("<t[hd] ", row)) + sum(spans) - len(spans) == len(heads)


def test_wording_in_each_language(publish: Publish, project: Path) -> None:
    section = (
        '[publish.wording.en]\n"column.period" = "How long"\ncolumn.title = "What"\n'
        '[publish.wording.cy]\n"column.period" = "Am ba hyd"'
    )
    publish(section)
    assert ">How long</th>" in page(project)
    assert ">What</th>" in page(project)
    publish(section, "--language", "cy")
    assert ">Am ba hyd</th>" in page(project)


def test_colours_in_light_dark_and_on_paper(publish: Publish, project: Path) -> None:
    publish('colours = { accent = "#7A1F5C", tint = "#eee" }')
    css = page(project).partition("</style>")[0]
    assert "--accent: #7a1f5c; --tint: #eeeeee;" in css
    (dark,) = re.findall(r"scheme: dark\) \{ :root \{ --accent: (#\w{6}); \}", css)
    assert dark != "#7a1f5c"
    assert "@media print { :root { --accent: #7a1f5c; } }" in css


def test_without_a_section_nothing_is_otherwise(publish: Publish, project: Path, run: Run) -> None:
    publish("")
    with_section = {path.name: path.read_bytes() for path in (project / "out").iterdir()}
    (project / "tenure.toml").unlink()
    run("publish", project / "records", "--to", project / "out", "--as-of", "2026-03-03")
    assert {path.name: path.read_bytes() for path in (project / "out").iterdir()} == with_section


# --- what has no meaning ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ('formatz = ["html"]', ["unknown key `formatz`", "did you mean `formats`?"]),
        ('formats = ["htm"]', ["`htm` is no format", "did you mean `html`?"]),
        ('formats = ["md", "md"]', ["`formats` names `md` twice"]),
        ('formats = "html"', ["`formats` is a list of texts"]),
        ('language = "cz"', ["`cz` is no language", "languages: `cy`, `en`"]),
        ('policy-language = "Welsh!"', ["`policy-language` is a language tag"]),
        ('organisation = " "', ["`organisation` is a text that is not empty"]),
        ('logo = "logo.png"', ["`logo` is a table"]),
        ('logo = { file = "logo.png" }', ["`logo` has no `alt`"]),
        ('logo = { alt = "A" }', ["`logo` has no `file`"]),
        ('logo = { file = "logo.png", alt = "" }', ["`alt` is a text that is not empty"]),
        ('logo = { file = "logo.png", alt = "\\u202e" }', ["`alt` is a text that is not empty"]),
        ('logo = { file = "no.png", alt = "A" }', ["`logo.file`: cannot read `no.png`"]),
        ('logo = { file = "tenure.toml", alt = "A" }', ["is no PNG, JPEG or SVG picture"]),
        ('logo = { fiel = "logo.png", alt = "A" }', ["unknown key `fiel`", "did you mean `file`?"]),
        ('colours = { acent = "#000" }', ["unknown key `acent`", "did you mean `accent`?"]),
        ('colours = { accent = "red" }', ["`colours.accent` is a colour such as `#0a5a5c`"]),
        (
            'colours = { accent = "#ffcc00" }',
            [
                "`colours.accent` `#ffcc00` on the white of tables `#ffffff` has a contrast of "
                "1.51 to 1, and level AA of WCAG asks for 4.5 to 1",
                "is near it and can be read there",
            ],
        ),
        (
            'colours = { accent-dark = "#0a5a5c" }',
            ["`colours.accent-dark` `#0a5a5c` on the ground of a dark page"],
        ),
        ('colours = { tint = "#777777" }', ["on `colours.tint` `#777777`"]),
        ("[publish.columns]\nschedul = []", ["unknown key `schedul`", "did you mean `schedule`?"]),
        (
            '[publish.columns]\nschedule = ["reference", "titel", "period"]',
            ["`columns.schedule` has no column `titel`", "did you mean `title`?"],
        ),
        (
            '[publish.columns]\nschedule = ["title", "reference", "period"]',
            ["`columns.schedule` begins with `reference`"],
        ),
        (
            '[publish.columns]\nschedule = ["reference", "title"]',
            ["`columns.schedule` lacks `period`"],
        ),
        (
            '[publish.wording.en]\n"keep.aftr" = "x"',
            ["there is no phrase `keep.aftr`", "did you mean `keep.after`?"],
        ),
        ('[publish.wording.fr]\n"keep.after" = "x"', ["`fr` is no language"]),
        (
            '[publish.wording.en]\n"keep.after" = "for {bound}{length}"',
            ["lacks the placeholder `{event}`"],
        ),
        (
            '[publish.wording.en]\n"keep.after" = "for {bound}{lenght} after {event}"',
            ["unknown placeholder `{lenght}`", "did you mean `length`?"],
        ),
        ('[publish.wording.en]\n"doc.empty" = "{"', ["has a brace that is no placeholder"]),
        (
            '[publish.wording.en]\n"access" = "{access!r:>9}"',
            ["has a brace that is no placeholder"],
        ),
        (
            '[publish.wording.en]\n"known.event.not" = "{field} is known"',
            ["`wording.en.known.event.not` would read like `known.event`"],
        ),
        ('templates = "none"', ["`templates`: `none` is no folder"]),
        ('templates = "records"', ["no file in `records` takes the place of a template"]),
    ],
)
def test_what_has_no_meaning_is_refused(
    section: str, said: list[str], publish: Publish, project: Path
) -> None:
    result = publish(section)
    assert result.exit_code == 2
    for words in said:
        assert words in result.output
    assert not (project / "out").exists()


def test_a_folder_of_much_else_is_no_folder_of_templates(publish: Publish, project: Path) -> None:
    (project / "much").mkdir()
    for number in range(501):
        (project / "much" / f"{number}.txt").touch()
    result = publish('templates = "much"')
    assert result.exit_code == 2
    assert "`much` holds more than 500 files" in result.output


def test_a_section_that_is_no_table(project: Path, run: Run) -> None:
    (project / "tenure.toml").write_text('publish = "html"\n', encoding="utf-8")
    for verb in (["check"], ["publish", "--to", project / "out"]):
        result = run(verb[0], project / "records", *verb[1:])
        assert result.exit_code == 2
        assert "`publish` is a table" in result.output


def test_the_section_in_pyproject(project: Path, run: Run) -> None:
    (project / "pyproject.toml").write_text(
        '[tool.tenure.publish]\nlanguage = "cy"\n', encoding="utf-8"
    )
    run("publish", project / "records", "--to", project / "out")
    assert '<html lang="cy">' in page(project)


# --- whether it is still true -------------------------------------------------------------------


def test_another_look_is_drift(publish: Publish, project: Path, run: Run) -> None:
    check = ("publish", project / "records", "--to", project / "out", "--as-of", "2026-03-03")
    publish('language = "cy"\nlogo = { file = "logo.png", alt = "A" }')
    assert run(*check, "--check").output == ""
    (project / "logo.png").write_bytes(png(5, 5))
    result = run(*check, "--check")
    assert result.exit_code == 1
    assert result.output.startswith("the look is another: ")
    assert len(result.output.splitlines()) == 1


def test_documents_in_two_languages_from_one_configuration(
    publish: Publish, project: Path, run: Run
) -> None:
    publish('organisation = "Both"', "--language", "cy")
    check = ("publish", project / "records", "--to", project / "out", "--as-of", "2026-03-03")
    assert run(*check, "--check").exit_code == 0


def test_a_redline_is_in_the_look_and_language_too(publish: Publish, project: Path) -> None:
    before = project / "before.tenure"
    before.write_text(POLICY.replace("keep 6 years", "keep 5 years"), encoding="utf-8")
    result = publish(
        'formats = ["html", "pdf"]\nlanguage = "cy"\norganisation = "Cyngor Rhywle"\n'
        'colours = { accent = "#7a1f5c" }',
        "--since",
        str(before),
    )
    assert result.exit_code == 0, result.output
    assert [path.name for path in (project / "out").iterdir()] == ["redline.html"]
    text = (project / "out" / "redline.html").read_text(encoding="utf-8")
    assert '<html lang="cy">' in text
    assert "--accent: #7a1f5c" in text
    assert "Cyngor Rhywle" in text
    assert re.search(r"<del>.*?5.*?</del>", text)
    assert ' lang="en">' in text


# --- templates ------------------------------------------------------------------------------------


@pytest.fixture
def template(publish: Publish, project: Path) -> Callable[..., Result]:
    """Publishes with a template of one's own."""

    def go(text: str, name: str = "schedule.html.jinja") -> Result:
        folder = project / "own"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        return publish('templates = "own"')

    return go


EXTENDS = '{% extends "tenure/schedule.html.jinja" %}\n'


def test_a_block_is_replaced_and_sees_the_values(template: Publish, project: Path) -> None:
    result = template(
        EXTENDS + "{% block footer %}<footer><p>{{ view.title }}: {{ t['doc.contents'] }}, "
        "{{ prose(view.groups[0].entries[0].period[0]) }}</p></footer>{% endblock %}"
    )
    assert result.exit_code == 0, result.output
    assert "<footer><p>Records: Contents, Keep for 6 years after" in page(project)
    assert 'fingerprint">' not in page(project).partition("<footer>")[2]
    assert "<tr" in page(project)


def test_every_block_can_be_extended(template: Publish, project: Path) -> None:
    blocks = ("head", "masthead", "contents", "search", "entries", "parts", "appendix", "footer")
    inner = "".join(
        f"{{% block {name} %}}{{{{ super() }}}}<!-- {name} -->{{% endblock %}}"
        for name in (*blocks, "scripts")
    )
    assert template(EXTENDS + inner).exit_code == 0
    for name in (*blocks, "scripts"):
        assert f"<!-- {name} -->" in page(project)


def test_a_stylesheet_and_a_partial_of_ones_own(template: Publish, project: Path) -> None:
    (project / "own").mkdir()
    (project / "own" / "picture.png").write_bytes(png())
    template(".mine { color: #000000; }", "more.css")
    template('{% include "tenure/schedule.css" %}\n{% include "more.css" %}', "schedule.css")
    assert ".mine { color: #000000; }" in page(project)
    assert ".group { padding-top" in page(project)


HOSTILE = POLICY.replace('policy "Records"', 'policy "<script>alert(1)</script>"')


@pytest.mark.parametrize("name", ["odd.txt", "odd", "odd.js", "odd.html"])
def test_whatever_it_is_called_it_is_escaped(name: str, template: Publish, project: Path) -> None:
    (project / "records" / "policy.tenure").write_text(HOSTILE, encoding="utf-8")
    template("<b>{{ view.title }}</b>{% set x %}{{ view.title }}{% endset %}{{ x }}", name)
    result = template(f'{{% include "{name}" %}}')
    assert result.exit_code == 0, result.output
    assert page(project).count("&lt;script&gt;") == 2
    assert "<script>" not in page(project)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("<p>\n{{ veiw.title }}", 2, ["there is nothing called `veiw`", "did you mean `view`?"]),
        ("\n\n{{ view.titel }}", 3, ["nothing called `titel` here", "did you mean `title`?"]),
        ("{{ t['doc.contets'] }}", 1, ["`doc.contets`", "did you mean `doc.contents`?"]),
        ("a\n{% if view %}\nb", 3, ["unexpected end of template"]),
        ("{% endfor %}", 1, ["encountered unknown tag 'endfor'"]),
        ("\n{{ view.title | safe }}", 2, ["no filter named 'safe'"]),
        ("{% autoescape false %}{% endautoescape %}", 1, ["always escaped"]),
        ("x\n{% include 'mine.jinja' %}", 2, ["there is no template `mine.jinja`"]),
        ('{% extends "tenure/schedul.html.jinja" %}', 1, ["did you mean `tenure/schedule.html"]),
        ("{{ view.__class__ }}", 1, ["not allowed in a template"]),
        ("{{ ''.format.__globals__ }}", 1, ["not allowed in a template"]),
        ("{{ '{0.__class__}'.format(view) }}", 1, ["not allowed in a template"]),
        ("{{ 1 / 0 }}", 1, ["it cannot be worked out: division by zero"]),
        ("{{ view.groups + 1 }}", 1, ["it cannot be worked out"]),
        ("\n{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", 2, ["without end"]),
        ("\n{% include 'schedule.html.jinja' %}", 2, ["without end"]),
        ("{{ 'a' * 99999999999 }}", 1, ["the result would be too large"]),
        ("{{ 9 ** 99999999 }}", 1, ["the result would be too large"]),
        ("{{ range(999999999) }}", 1, ["the number is too large"]),
        ("{{ 'a'.center(999999999) }}", 1, ["the number is too large"]),
        ("{{ 'a' | center(999999999) }}", 1, ["the number is too large"]),
        ("{{ '%999999999d' | format(1) }}", 1, ["the number is too large"]),
        ("{{ '{:999999999d}'.format(1) }}", 1, ["the number is too large"]),
        ("{{ view.title\n", 1, ["unexpected end of template"]),
        (EXTENDS + "{% block footer %}{{ nothing }}{% endblock %}", 2, ["`nothing`"]),
    ],
)
def test_a_mistake_in_a_template_is_shown(
    text: str, line: int, said: list[str], template: Publish, project: Path
) -> None:
    result = template(text)
    assert result.exit_code == 2
    assert f"error: `own/schedule.html.jinja`, line {line}: " in result.output
    for words in said:
        assert words in result.output
    assert text.splitlines()[line - 1].strip() in result.output
    assert not (project / "out").exists()


def test_loops_without_end_come_to_one(
    template: Publish, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenure.reports.look.sandbox._TURNS", 20_000)
    inner = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}"
    result = template(f"\n{inner}")
    assert result.exit_code == 2
    assert "`own/schedule.html.jinja`, line 2: its loops go on without end" in result.output
    assert not (project / "out").exists()


def test_a_mistake_where_nothing_looks_is_shown_too(template: Publish, project: Path) -> None:
    template(EXTENDS)
    result = template("{% if %}", "partial.jinja")
    assert result.exit_code == 2
    assert "`own/partial.jinja`, line 1: " in result.output


def test_a_macro_of_ones_own_that_lacks_something(template: Publish, project: Path) -> None:
    result = template("{% macro prose(runs) %}{% endmacro %}", "parts.html.jinja")
    assert result.exit_code == 2
    assert "`tenure/schedule.html.jinja`, line " in result.output


def test_another_template_is_drift(template: Publish, project: Path, run: Run) -> None:
    template(EXTENDS)
    check = ("publish", project / "records", "--to", project / "out", "--as-of", "2026-03-03")
    assert run(*check, "--check").exit_code == 0
    (project / "own" / "schedule.html.jinja").write_text(EXTENDS + "\n", encoding="utf-8")
    result = run(*check, "--check")
    assert result.exit_code == 1
    assert "its templates" in result.output
