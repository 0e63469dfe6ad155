"""Put into a wheel what the code finds beside itself in the repository: the data, the notebooks and the lock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGED = (
    *("data/raw/*.csv", "data/raw/datapackage.json", "data/raw/README.md", "data/processed/manifest.json"),
    *("notebooks/[0-9]*.ipynb", "requirements.lock"),
)


class Packaged(BuildHookInterface[Any]):
    """An editable install gets none: it uses the repository's own files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files under analysis/_packaged."""
        root = Path(self.root)
        if version == "standard":
            build_data["force_include"] |= {
                str(path): f"analysis/_packaged/{path.relative_to(root).as_posix()}"
                for pattern in PACKAGED
                for path in root.glob(pattern)
            }
