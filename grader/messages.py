"""What the student's commands say beside findings: `messages.<language>.toml`, `{name}` filled in."""

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

Templates = dict[str, dict[str, str | dict[str, str]]]


def message(key: str, language: str, **values: Any) -> str:
    """Return the text `table.name` in a language; `count` chooses between a singular and a plural."""
    table, name = key.split(".")
    template = _templates(language)[table][name]
    if isinstance(template, dict):
        template = template["one" if values.get("count") == 1 else "else"]
    return template.format(**values)


def language_of_system() -> str:
    """Return the language of the locale: `zh` or `en`."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"


@cache
def _templates(language: str) -> Templates:
    return tomllib.loads((Path(__file__).parent / f"messages.{language}.toml").read_text(encoding="utf-8"))
