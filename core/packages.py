"""The npm packages that browsers get: which files, in which version, under which name."""

import json
from pathlib import Path

from core.settings import SettingError

# Nothing else of node_modules is ever served.
SERVED = {
    "preact": ("dist/preact.mjs", "hooks/dist/hooks.mjs"),
    "htm": ("dist/htm.module.js",),
    "@preact/signals": ("dist/signals.module.js",),
    "@preact/signals-core": ("dist/signals-core.module.js",),
    "socket.io-client": ("dist/socket.io.esm.min.js",),
    "@fontsource-variable/figtree": (
        "files/figtree-latin-wght-normal.woff2",
        "files/figtree-latin-ext-wght-normal.woff2",
    ),
    "@fontsource/ysabeau-office": (
        "files/ysabeau-office-latin-600-normal.woff2",
        "files/ysabeau-office-latin-ext-600-normal.woff2",
    ),
}

# Bare names in import statements → package and file.
IMPORTED = {
    "preact": ("preact", "dist/preact.mjs"),
    "preact/hooks": ("preact", "hooks/dist/hooks.mjs"),
    "htm": ("htm", "dist/htm.module.js"),
    "@preact/signals": ("@preact/signals", "dist/signals.module.js"),
    "@preact/signals-core": ("@preact/signals-core", "dist/signals-core.module.js"),
    "socket.io-client": ("socket.io-client", "dist/socket.io.esm.min.js"),
}


class NotInstalled(SettingError):
    """The npm packages are missing or not the locked ones."""


class Packages:
    """The packages in `folder` (node_modules), checked against the lock file beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._versions = _locked_versions(folder.parent / "package-lock.json")
        for name in (*SERVED, "lucide-static"):
            self._check_installed(name)

    def files(self) -> dict[str, Path]:
        """Address below `/static/` → file, for everything that may be served."""
        return {
            self.address(name, file): self.folder / name / file
            for name, files in SERVED.items()
            for file in files
        }

    def imports(self) -> dict[str, str]:
        """Bare name → address below `/static/`."""
        return {bare: self.address(*place) for bare, place in IMPORTED.items()}

    def address(self, name: str, file: str) -> str:
        return f"vendor/{name}@{self._versions[name]}/{file}"

    def _check_installed(self, name: str) -> None:
        about = self.folder / name / "package.json"
        found = json.loads(about.read_bytes())["version"] if about.exists() else None
        if found != self._versions[name]:
            state = f"is {found}, not {self._versions[name]}" if found else "is not installed"
            raise NotInstalled(f"The npm package {name} {state}; run: make setup")


def _locked_versions(lock: Path) -> dict[str, str]:
    packages = json.loads(lock.read_bytes())["packages"]
    return {
        path.removeprefix("node_modules/"): about["version"]
        for path, about in packages.items()
        if path.startswith("node_modules/")
    }
