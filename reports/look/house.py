"""What an organisation decides about the look of its documents."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenure.reports.wording.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture at the head of every document.

    Attributes:
        media_type: `image/png`, `image/jpeg` or `image/svg+xml`.
        content: the file.
        alt: what it says, for readers who do not see it.
    """

    media_type: str
    content: bytes
    alt: str

    @property
    def address(self) -> str:
        """The picture as an address that needs no request."""
        return f"data:{self.media_type};base64,{b64encode(self.content).decode('ascii')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours, each `#rrggbb`.

    Attributes:
        accent: of headings, links and rules.
        accent_dark: the same where the reader's screen is dark.
        text: of the words.
        paper: of the page.
        tint: behind table heads and exceptions.
    """

    accent: str = "#0a5a5c"
    accent_dark: str = "#83cdc4"
    text: str = "#1f2529"
    paper: str = "#fbfaf6"
    tint: str = "#f4f2ea"

    @property
    def css(self) -> str:
        """Rules that set the colours that are not the usual ones; nothing where all are."""
        names = {"accent": "accent", "text": "ink", "paper": "paper", "tint": "tint"}
        usual = Palette()
        light = "".join(
            f"--{css}: {getattr(self, name)}; "
            for name, css in names.items()
            if getattr(self, name) != getattr(usual, name)
        )
        if self == usual:
            return ""
        on_paper = f"--accent: {self.accent}; " if self.accent != usual.accent else ""
        dark = f"--accent: {self.accent_dark}; "
        return (
            f"@media screen and (prefers-color-scheme: light) {{ :root {{ {light}}} }}\n"
            f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark}}} }}\n"
            f"@media print {{ :root {{ {on_paper}}} }}\n"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The house style of an organisation.

    Attributes:
        organisation: the name at the head; that of the policy's publisher without one.
        logo: the picture at the head.
        palette: the colours.
        columns: the columns shown, in order, by the kind of table; all where none are named.
        templates: the organisation's own templates and stylesheets, by their names.
        shown_at: where they lie, as messages name them.
        wording: phrases in place of the catalogue's, by language and key.
        written_in: the language of the policies, as a BCP 47 tag.
    """

    organisation: str | None = None
    logo: Logo | None = None
    palette: Palette = field(default_factory=Palette)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    shown_at: str = ""
    wording: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    written_in: str = "en"

    def words(self, language: Catalogue) -> Catalogue:
        """Return a catalogue with the house's wording, as it stands to the policies' language."""
        worded = language.with_wording(self.wording.get(language.language, {}))
        return worded if self.foreign(language.language) is None else worded.quoting()

    def foreign(self, language: str) -> str | None:
        """Return the language of the policies where it is not that of a document."""
        same = self.written_in.partition("-")[0] == language.partition("-")[0]
        return None if same else self.written_in

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it, wherever its files lie; empty for the usual look."""
        if self == House(shown_at=self.shown_at):
            return ""
        logo = self.logo
        data = {each.name: getattr(self, each.name) for each in fields(self)}
        data |= {"palette": asdict(self.palette), "logo": logo and [logo.alt, logo.address]}
        del data["shown_at"]
        return sha256(json.dumps(data, sort_keys=True).encode("ascii")).hexdigest()


USUAL = House()
"""The look without a configuration."""
