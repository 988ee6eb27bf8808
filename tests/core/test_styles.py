import gzip
import os

from django.core.management import call_command

from hub.core.styles import bundle_styles


def write(folder, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def sources(folder):
    write(
        folder,
        "site.css",
        '@layer base, parts;\n@import url("base.css") layer(base);\n'
        '@import url("parts/card.css") layer(parts);\n',
    )
    write(folder, "base.css", '/* words */ body { color: red; content: "a ; b" }')
    write(folder, "parts/card.css", '.card { background: url("../../img/x.svg"); }')
    return folder


def test_the_files_are_joined_in_the_order_of_their_layers(tmp_path):
    target = bundle_styles(sources(tmp_path / "css"), tmp_path / "out/css/site.bundle.css")

    css = target.read_text()
    assert css.startswith(("@layer base, parts;", "@layer base,parts;"))
    assert css.index("@layer base{") < css.index("@layer parts{")
    assert "words" not in css
    assert '"a ; b"' in css
    assert 'url("../img/x.svg")' in css
    assert gzip.decompress(target.with_name("site.bundle.css.gz").read_bytes()).decode() == css


def test_nothing_is_written_while_nothing_changed(tmp_path):
    source, target = sources(tmp_path / "css"), tmp_path / "out/site.bundle.css"
    bundle_styles(source, target)
    target.write_text("kept")
    os.utime(target, (2**31, 2**31))

    bundle_styles(source, target)

    assert target.read_text() == "kept"


def test_the_command_writes_where_the_pages_look(settings, tmp_path):
    settings.BUNDLES_DIR = tmp_path

    call_command("bundle_styles")

    assert (tmp_path / "css/site.bundle.css").read_text()
