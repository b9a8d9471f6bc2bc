"""A change tried on an inventory: what is read by which version, counted, listed and refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest
from click.testing import CliRunner, Result

from tenure import load
from tenure.api.files import whole_file
from tenure.cli.program import program
from tenure.compiler.compare.changes import ChangeKind
from tenure.dsl.diagnostics import PolicyError
from tenure.engine.trial.results import TrialSummary

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "reports" / "changes" / "changes.schema.json"
AS_OF = date(2026, 6, 1)
OLD = """
policy "Letters"
  approved 2026-01-01 by "The board"
authority act "An Act" kind statute
record letter "Letters"
  received date
  kind one of post, mail
record note "Notes"
  written date
fact litigation yes/no = no "litigation goes on"
hold law "Litigation" for letter while litigation
rule 1 "Letters"
  for letter
  keep 6 years after received
  then destroy
rule 2 "Notes"
  for note
  keep 1 year after written
  then destroy
"""
MAPPING = """
[[table]]
path = "letters.csv"
class = "letter"
id = "id"
[table.fields]
received = "received"
kind = "kind"

[[table]]
path = "notes.csv"
class = "note"
id = "id"
[table.fields]
written = "written"
"""
LETTERS = """id,received,kind
L-1,2015-01-01,post
L-2,2022-01-01,post
L-3,2023-03-01,mail
L-4,2025-12-01,mail
L-5,,mail
L-6,2026-13-01,mail
"""
NOTES = "id,written\nN-1,2025-12-24\nN-2,2020-01-01\n"


@dataclass(frozen=True)
class Laid:
    """A policy before and after a change, and an inventory."""

    folder: Path

    def write(self, old: str, new: str, mapping: str = MAPPING) -> None:
        for name, text in (("old.tenure", old), ("new.tenure", new)):
            (self.folder / name).write_text(text, encoding="utf-8")
        data = self.folder / "data"
        data.mkdir(exist_ok=True)
        for name, text in (
            ("mapping.toml", mapping),
            ("letters.csv", LETTERS),
            ("notes.csv", NOTES),
        ):
            (data / name).write_text(text, encoding="utf-8")

    def trial(self, **options: Any) -> TrialSummary:
        old, new = (load(self.folder / f"{name}.tenure") for name in ("old", "new"))
        return new.trial_from(old, self.folder / "data", AS_OF, **options)

    def diff(self, *options: str) -> Result:
        versions = [str(self.folder / name) for name in ("old.tenure", "new.tenure")]
        said = ["diff", *versions, "--data", str(self.folder / "data"), "--as-of", str(AS_OF)]
        result = CliRunner().invoke(program, [*said, *options])
        assert "Traceback" not in result.output
        return result


@pytest.fixture
def laid(tmp_path: Path) -> Laid:
    """The inventory beside a change that keeps letters shorter and does more to notes."""
    found = Laid(tmp_path)
    found.write(
        OLD,
        OLD.replace("6 years after received", "3 years after received").replace(
            "keep 1 year after written\n  then destroy",
            'keep 1 year after written\n  then transfer to "archive"',
        ),
    )
    return found


def test_what_is_counted(laid: Laid) -> None:
    found = laid.trial()
    assert found.once
    assert (found.compared, found.only_before, found.only_after) == (7, 0, 0)
    assert (found.put_aside_before, found.put_aside_after) == (1, 1)
    assert found.changed == 6  # L-5 awaits its event under both
    assert found.kinds == {
        ChangeKind.IMMEDIATELY_DUE: 2,
        ChangeKind.SHORTER: 4,
        ChangeKind.ACTION: 2,
    }
    assert (found.due_before, found.due_after) == (2, 4)
    assert found.shorter is not None
    assert found.longer is None
    spread = found.shorter
    assert (spread.records, spread.permanent) == (4, 0)
    assert (spread.least, spread.middle, spread.most) == (1095, 1095, 1096)
    assert spread.lengths == (0, 0, 0, 4, 0)
    assert [(m.kind, m.record_class, m.before, m.after, m.records) for m in found.moved] == [
        (ChangeKind.IMMEDIATELY_DUE, "letter", "1", "1", 2),
        (ChangeKind.SHORTER, "letter", "1", "1", 4),
        (ChangeKind.ACTION, "note", "2", "2", 2),
    ]
    assert found.statuses == (("retain", "due", 2),)


def test_the_list(laid: Laid, tmp_path: Path) -> None:
    paths = [tmp_path / "lists" / name for name in ("one.parquet", "two.parquet")]
    for path in paths:
        laid.trial(list_to=path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert sorted(p.name for p in paths[0].parent.iterdir()) == ["one.parquet", "two.parquet"]
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT record, kinds, days, status_before, status_after, keep_until_before, "
            f"keep_until_after, action_after, source, row FROM '{paths[0]}'"
        ).fetchall()
    assert [row[0] for row in rows] == ["L-1", "L-2", "L-3", "L-4", "N-1", "N-2"]
    assert rows[1] == (
        "L-2",
        ["immediately-due", "shorter"],
        -1095,
        "retain",
        "due",
        date(2028, 1, 1),
        date(2025, 1, 1),
        "destroy",
        "letters.csv",
        3,
    )
    assert rows[4][1:3] == (["action"], 0)


def test_a_list_that_cannot_be_written(laid: Laid, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    for target in (tmp_path, tmp_path / "file" / "list.parquet"):
        result = laid.diff("--list", str(target))
        assert result.exit_code == 2
        assert "cannot write" in result.stderr
        assert result.stdout == ""
    assert not list(tmp_path.glob("**/*.tmp"))


def test_a_list_is_as_it_was_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    path.write_bytes(b"before")

    def half_written() -> None:
        with whole_file(path) as draft:
            draft.write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_written()
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"before"]


# --- holds ------------------------------------------------------------------------


def test_days_are_compared_whatever_is_held(laid: Laid) -> None:
    held = OLD.replace("litigation yes/no = no", "litigation yes/no = yes")
    laid.write(held, held.replace("6 years after received", "3 years after received"))
    found = laid.trial()
    assert found.kinds == {ChangeKind.SHORTER: 4}
    assert (found.due_before, found.due_after) == (1, 1)
    laid.write(held, held.replace("for letter while litigation", "for note while litigation"))
    assert laid.trial().kinds == {
        ChangeKind.IMMEDIATELY_DUE: 1,
        ChangeKind.HOLD_RELEASED: 5,
        ChangeKind.NEWLY_HELD: 2,
    }


# --- versions that do not see the same --------------------------------------------


def test_a_class_that_is_gone(laid: Laid) -> None:
    without = OLD.replace('record note "Notes"\n  written date\n', "")
    without = without[: without.index("rule 2")]
    laid.write(OLD, without)
    found = laid.trial()
    assert not found.once
    assert (found.compared, found.only_before, found.only_after) == (5, 2, 0)
    assert found.changed == 0
    assert laid.diff("--fail-on", "no-longer-read").exit_code == 1
    assert laid.diff("--fail-on", "no-longer-read>2").exit_code == 0
    assert "2 records can be read by the old version only" in laid.diff().output
    laid.write(without, OLD)
    found = laid.trial()
    assert (found.compared, found.only_before, found.only_after) == (5, 0, 2)


def test_a_field_that_is_new(laid: Laid) -> None:
    new = OLD.replace("  kind one of", "  closed date\n  kind one of")
    new = new.replace("6 years after received", "6 years after closed")
    mapping = MAPPING.replace('kind = "kind"', 'kind = "kind"\nclosed = "received"')
    laid.write(OLD, new, mapping)
    found = laid.trial()
    assert not found.once
    assert (found.compared, found.changed) == (7, 0)
    laid.write(new, OLD, mapping)
    assert laid.trial().changed == 0


def test_a_value_that_is_gone(laid: Laid) -> None:
    mapping = MAPPING.replace(
        'kind = "kind"', 'kind = { column = "kind", values = { "mail" = "mail" } }'
    )
    laid.write(OLD, OLD.replace("one of post, mail", "one of post, fax"), mapping)
    found = laid.trial()
    assert (found.compared, found.only_before, found.put_aside_after) == (4, 3, 4)


def test_what_no_version_has_is_a_mistake(laid: Laid) -> None:
    laid.write(OLD, OLD, MAPPING.replace("received =", "recieved ="))
    with pytest.raises(PolicyError, match="recieved") as error:
        laid.trial()
    assert len(error.value.diagnostics) == 1
    result = laid.diff()
    assert result.exit_code == 2
    assert result.stdout == ""


def test_tables_of_a_database_are_refused(laid: Laid) -> None:
    in_database = 'database = "service=records"\n' + MAPPING.replace(
        'path = "letters.csv"', 'table = "letters"'
    )
    laid.write(OLD, OLD, in_database)
    with pytest.raises(PolicyError, match="versions are compared on files only"):
        laid.trial()


def test_a_version_that_needs_its_own_mapping(laid: Laid, tmp_path: Path) -> None:
    asks = OLD.replace("  kind one of", "  closed date\n  kind one of").replace(
        "  then destroy\nrule 2",
        "  then destroy\n  except open when closed is known\n    keep 9 years after closed\n"
        "  end\nrule 2",
    )
    laid.write(asks, OLD)
    with pytest.raises(PolicyError) as error:
        laid.trial()
    assert error.value.diagnostics[0].code.number == "TN505"
    assert "--data-before" in error.value.diagnostics[0].help[-1]
    own = tmp_path / "data" / "before.toml"
    own.write_text(MAPPING.replace('kind = "kind"', 'kind = "kind"\nunrecorded = 1'), "utf-8")
    own.write_text(
        MAPPING.replace(
            'id = "id"\n[table.fields]\nreceived',
            'id = "id"\nunrecorded = ["closed"]\n[table.fields]\nreceived',
        ),
        "utf-8",
    )
    assert laid.trial(data_before=own).changed == 0
    assert laid.diff("--data-before", str(own)).exit_code == 0


# --- gates ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gates", "failed"),
    [
        ("immediately-due>2,shorter>4,longer", []),
        ("immediately-due>1", ["immediately-due>1"]),
        ("immediately-due > 0, shorter>3", ["immediately-due>0", "shorter>3"]),
        ("shorter>1096d,longer>0d", []),
        ("shorter>1095d", ["shorter>1095d"]),
        ("newly-undetermined,no-longer-undetermined>0", []),
        ("action,shorter", ["shorter", "action"]),
    ],
)
def test_gates_with_limits(laid: Laid, gates: str, failed: list[str]) -> None:
    result = laid.diff("--fail-on", gates, "--output-format", "json")
    assert json.loads(result.output)["failed"] == failed
    assert result.exit_code == int(bool(failed))


@pytest.mark.parametrize(
    ("gates", "said"),
    [
        ("immediatly-due>0", "did you mean `immediately-due`?"),
        ("shorter>", "write `shorter>30d` for days"),
        ("shorter>x", "write `shorter>30d` for days"),
        ("action>1d", "does not count days"),
        ("action>-1", "write `action>100` for records"),
        ("deadline>0", "does not count records"),
        ("action>", "write `action>100` for records"),
    ],
)
def test_gates_that_are_none(laid: Laid, gates: str, said: str) -> None:
    result = laid.diff("--fail-on", gates)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    "options", [("--fail-on", "shorter>0"), ("--fail-on", "newly-undetermined"), ("--list", "x")]
)
def test_what_is_about_an_inventory_needs_one(laid: Laid, options: tuple[str, ...]) -> None:
    versions = [str(laid.folder / name) for name in ("old.tenure", "new.tenure")]
    result = CliRunner().invoke(program, ["diff", *versions, *options])
    assert result.exit_code == 2
    assert "--data" in result.stderr


# --- what is written --------------------------------------------------------------


def test_json_keeps_to_its_schema(laid: Laid) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    document = json.loads(laid.diff("--output-format", "json").output)
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["inventory"]["kinds"]["immediately-due"] == 2
    assert document["inventory"]["shorter"]["lengths"][3] == {"up_to_days": 2557, "records": 4}


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "json"])
def test_reports_name_no_record(
    laid: Laid, format_: str, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    result = laid.diff("--output-format", format_)
    assert not any(f"{letter}-" in result.output for letter in ("L", "N"))
    assert result.output == laid.diff("--output-format", format_).output
    if format_ == "text":
        said = result.output.replace(str(tmp_path), "…")
        golden("diff/inventory.txt", said)


def test_a_worked_policy() -> None:
    old, new = (load(ROOT / "policies" / "surrey" / part) for part in ("as-written", "."))
    found = new.trial_from(old, ROOT / "policies" / "surrey" / "inventory", date(2026, 11, 23))
    assert found.compared == 69
    assert found.due_before == found.due_after == 23
    assert found.kinds == {
        ChangeKind.LONGER: 1,
        ChangeKind.NO_LONGER_CONFLICTING: 1,
        ChangeKind.NEWLY_UNDETERMINED: 1,
    }
