"""Templates that an organisation wrote itself: escaped, confined, and with clear errors.

They see the values of the page and nothing else. Whatever they print is escaped, whatever
they are called: there is no way to say that a text is safe.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    PackageLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from tenure.dsl.suggest import did_you_mean

BUILT_IN = "tenure/"
"""What stands before the name of a built-in template that a template of the same name extends."""

_TURNS = 2_000_000
"""So many turns of loops are enough for a page of 10,000 rules many times over."""
_LONGEST = 10_000_000
"""So long may a text or list become by multiplication."""
_LARGEST = 100_000
"""So large may a number be that a template hands to a function, as `range` has it."""
_WIDE = re.compile(r"[%{][^%{}]*\d{6}")
"""A width in a format that would fill the memory."""
_NAMED = re.compile("there is nothing called `(.*)`")
_COUNT = "tenure_counts_turns"


class TemplateError(ValueError):
    """A template cannot be used; the message says where and why, the line itself included."""


class _EndlessError(Exception):
    """A loop that would never come to an end, or nearly so."""


class _Unknown(StrictUndefined):
    """A name that is not there; the message says which one is near it."""

    @property
    def _undefined_message(self) -> str:
        name, thing = str(self._undefined_name), self._undefined_obj
        if thing is missing:
            return f"there is nothing called `{name}`"
        known = thing if isinstance(thing, Mapping) else _public(thing)
        return "\n".join((f"there is nothing called `{name}` here", *did_you_mean(name, known)))


def _public(thing: object) -> list[str]:
    return [name for name in dir(thing) if not name.startswith("_")]


class _Loader(BaseLoader):
    """Finds an organisation's templates first, then the built-in ones."""

    def __init__(self, own: Mapping[str, str], shown_at: str, packages: tuple[str, ...]) -> None:
        self._own = own
        self._shown_at = shown_at
        self._packages = [PackageLoader(package) for package in packages]

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:
        if template in self._own:
            shown = str(PurePosixPath(self._shown_at, template))
            return self._own[template], shown, lambda: True
        name = template.removeprefix(BUILT_IN)
        for package in self._packages:
            try:
                return package.get_source(environment, name)[0], f"{BUILT_IN}{name}", lambda: True
            except TemplateNotFound:
                continue
        raise TemplateNotFound(template)

    def names(self) -> list[str]:
        """Return every name that can be included."""
        built_in = [name for each in self._packages for name in each.list_templates()]
        return [*self._own, *built_in, *(f"{BUILT_IN}{name}" for name in built_in)]

    def line(self, shown: str, number: int) -> str:
        """Return a line of a template, by the name that messages give it."""
        texts = {str(PurePosixPath(self._shown_at, name)): text for name, text in self._own.items()}
        if shown not in texts:
            name = shown.removeprefix(BUILT_IN)
            texts[shown] = self.get_source(Environment(autoescape=True), f"{BUILT_IN}{name}")[0]
        lines = texts[shown].splitlines()
        return lines[number - 1] if 0 < number <= len(lines) else ""


class _Confined(ImmutableSandboxedEnvironment):
    """An environment whose loops are counted and whose texts are always escaped."""

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=_Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        del self.filters["safe"], self.globals["lipsum"]
        for name in ("center", "format", "indent"):
            self.filters[name] = _modest(self.filters[name])
        self._turns = 0
        self.globals[_COUNT] = self._turn

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for found in tree.find_all((nodes.ScopedEvalContextModifier, nodes.EvalContextModifier)):
            raise TemplateSyntaxError(
                "what is printed is always escaped", found.lineno, name, filename
            )
        for loop in tree.find_all(nodes.For):
            count = nodes.Call(nodes.Name(_COUNT, "load"), [], [], None, None)
            loop.body.insert(0, nodes.ExprStmt(count).set_lineno(loop.lineno))
        return tree

    def _turn(self) -> None:
        self._turns += 1
        if self._turns > _TURNS:
            raise _EndlessError

    def call(self, context: Any, called: Any, /, *args: Any, **named: Any) -> Any:
        """Return what a call gives; the sandbox asks here for every call of a template."""
        _refuse_large((getattr(called, "__self__", None), *args, *named.values()))
        return super().call(context, called, *args, **named)

    def wrap_str_format(self, value: Any) -> Any:
        """Return what stands for `format` of a text; the sandbox confines that one too."""
        _refuse_large((getattr(value, "__self__", None),))
        return super().wrap_str_format(value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Return what an operator gives; the sandbox asks here for those that can grow."""
        sizes = [each for each in (left, right) if isinstance(each, int)]
        lengths = [len(each) for each in (left, right) if isinstance(each, str | list | tuple)]
        if operator == "**" or (lengths and max((*sizes, 1)) * max(lengths) > _LONGEST):
            raise SecurityError("the result would be too large")
        return super().call_binop(context, operator, left, right)


def render_own(
    name: str,
    own: Mapping[str, str],
    shown_at: str,
    packages: tuple[str, ...],
    values: Mapping[str, Any],
) -> str:
    """Return a page from the organisation's own templates.

    Args:
        name: the template to begin with.
        own: the organisation's templates, by name.
        shown_at: the folder in which they lie, as messages name it.
        packages: where the built-in templates are, first found first.
        values: what the templates can see.

    Raises:
        TemplateError: a template has a mistake, in its own words or in what it asks for.
    """
    loader = _Loader(own, shown_at, packages)
    try:
        environment = _Confined(loader)
        for each in own:
            if each.endswith(".jinja"):
                environment.get_template(each)  # a mistake counts also where nothing includes it
        return environment.get_template(name).render(values)
    except TemplateSyntaxError as error:
        place = (error.filename or name, error.lineno)
        raise _error(loader, place, _clause(error.message or "it cannot be read"), ()) from None
    except Exception as error:  # whatever a template can bring about is the template's mistake
        where = _place(error, loader, own)
        if where is None:
            raise
        raise _error(loader, where, *_reason(error, values, loader)) from None


def _clause(message: str) -> str:
    """Return a sentence of Jinja's as our own begin and end."""
    return message[:1].lower() + message[1:].rstrip(".")


def _modest(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that refuses to make a text of a thousand pages."""

    def filtered(*args: Any, **named: Any) -> Any:
        _refuse_large((*args, *named.values()))
        return filter_(*args, **named)

    return filtered


def _refuse_large(given: Iterable[object]) -> None:
    for each in given:
        large = isinstance(each, int) and abs(each) > _LARGEST
        if large or (isinstance(each, str) and len(each) < _LARGEST and _WIDE.search(each)):
            raise SecurityError("the number is too large")


def _error(
    loader: _Loader, place: tuple[str, int], reason: str, help_: tuple[str, ...]
) -> TemplateError:
    shown, number = place
    text = loader.line(shown, number).strip()
    lines = [f"`{shown}`, line {number}: {reason}"]
    if text:
        lines.append(f"{number:>6} | {text[:200]}")
    return TemplateError("\n".join((*lines, *help_)))


def _place(error: BaseException, loader: _Loader, own: Mapping[str, str]) -> tuple[str, int] | None:
    """Return the innermost place in a template of the organisation's, else in a built-in one."""
    names = {str(PurePosixPath(loader._shown_at, name)) for name in own}
    frames = [(each.filename, each.lineno or 1) for each in _frames(error)]
    mine = [frame for frame in frames if frame[0] in names]
    others = [frame for frame in frames if frame[0].startswith(BUILT_IN)]
    found = mine or others
    return found[-1] if found else None


def _frames(error: BaseException) -> Iterator[traceback.FrameSummary]:
    frames = traceback.extract_tb(error.__traceback__, limit=-200)
    yield from frames


def _reason(
    error: Exception, values: Mapping[str, Any], loader: _Loader
) -> tuple[str, tuple[str, ...]]:
    """Return why a template failed, in words for whoever wrote it, and help."""
    match error:
        case TemplateNotFound(name=name):
            return f"there is no template `{name}`", did_you_mean(str(name), loader.names())
        case UndefinedError():
            reason, *help_ = str(error.message).split("\n")
            named = _NAMED.fullmatch(reason)
            near = did_you_mean(named[1], values, what="values") if named else ()
            return reason, (*help_, *near)
        case SecurityError():
            return f"not allowed in a template: {str(error).replace(chr(39), '`')}", ()
        case RecursionError():
            return "it calls or includes itself without end", ()
        case _EndlessError():
            return "its loops go on without end", ()
        case _:
            return f"it cannot be worked out: {error}", ()
