"""One stylesheet instead of forty requests: the files of site.css, joined in its order."""

import gzip
import re
from pathlib import Path
from posixpath import dirname, join, normpath

IMPORT = re.compile(r'@import url\("(.+?)"\) layer\((\w+)\);')
LAYERS = re.compile(r"@layer ([\w, ]+);")
URL = re.compile(r'url\("(?!data:|https?:|[/#])(.+?)"\)')
COMMENT_OR_TEXT = re.compile(r'/\*.*?\*/|("[^"]*")', re.DOTALL)
TEXT = re.compile(r'("[^"]*")')


def bundle_styles(source: Path, target: Path) -> Path:
    """Writes `target` (…/css/site.bundle.css) from the folder `source` that holds site.css.

    Does nothing when `target` is newer than every file it is made of. Returns `target`.
    """
    newest = max(path.stat().st_mtime for path in source.rglob("*.css"))
    if target.exists() and target.stat().st_mtime > newest:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    # Written beside it first: half a stylesheet left by a crash would look newer than its sources.
    unfinished = target.with_suffix(".unfinished")
    css = squeezed(_joined(source))
    unfinished.write_text(css)
    # The embedded server sends this copy to whoever takes it: a quarter of the bytes.
    target.with_name(f"{target.name}.gz").write_bytes(gzip.compress(css.encode(), mtime=0))
    return unfinished.replace(target)


def squeezed(css: str) -> str:
    """The same rules without comments and spare white space. What is in quotation marks stays."""
    css = COMMENT_OR_TEXT.sub(lambda found: found[1] or "", css)
    return "".join(
        part if part.startswith('"') else _squeezed_rules(part) for part in TEXT.split(css)
    ).strip()


def _squeezed_rules(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    return css.replace(": ", ":").replace(";}", "}")


def _joined(source: Path) -> str:
    manifest = (source / "site.css").read_text()
    layers: dict[str, list[str]] = {}
    for name, layer in IMPORT.findall(manifest):
        layers.setdefault(layer, []).append(_read(source, name))
    order = LAYERS.search(manifest)
    return (order[0] if order else "") + "".join(
        f"@layer {layer}{{{''.join(texts)}}}" for layer, texts in layers.items()
    )


def _read(source: Path, name: str) -> str:
    """The text of one file, with its addresses as they read from the folder of site.css."""
    text = (source / name).read_text()
    return URL.sub(lambda url: f'url("{normpath(join(dirname(name), url[1]))}")', text)
