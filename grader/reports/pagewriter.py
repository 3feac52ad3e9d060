"""Renders pages into files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2


class PageWriter:
    """Writes pages by the templates of an environment; all of them show the values `shared`."""

    def __init__(self, templates: jinja2.Environment, shared: Mapping[str, Any]) -> None:
        self._templates, self._shared = templates, shared

    def write(self, path: Path, template: str, **values: Any) -> None:
        """Write a page by a template."""
        text = self._templates.get_template(template).render(**self._shared, **values)
        path.write_text(text, encoding="utf-8", newline="\n")
