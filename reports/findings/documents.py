"""JSON as it is written by every renderer."""

from __future__ import annotations

import json
import re
from typing import Any

_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")


def json_document(data: dict[str, Any] | list[Any]) -> str:
    """Return a JSON document that can be read, with a line end at its end.

    Letters of every language stay as they are. What cannot be seen, or could drive a
    terminal, is escaped, and so is what is no text at all: half of a surrogate pair.
    """
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"
