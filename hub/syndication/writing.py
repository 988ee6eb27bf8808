"""A list as a file, written while it is read: CSV for spreadsheets, JSON for programs."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from hub.core.cells import lines_of_csv

from .lists import ListFile


def to_csv(listed: ListFile) -> Iterator[str]:
    yield from lines_of_csv([listed.columns])
    yield from lines_of_csv(
        [_cell(row.get(name)) for name in listed.columns] for row in listed.rows
    )


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(str(one) for one in value) if isinstance(value, list) else value


def to_json(listed: ListFile) -> Iterator[str]:
    """One object for each row, in the order of the list."""
    before = '{"items": ['
    for row in listed.rows:
        ordered = {name: row.get(name) for name in listed.columns}
        yield before + json.dumps(ordered, cls=DjangoJSONEncoder, ensure_ascii=False)
        before = ",\n"
    yield "]}\n" if before == ",\n" else f"{before}]}}\n"


# How the file's name ends → (content type, writer).
FORMATS: dict[str, tuple[str, Callable[[ListFile], Iterator[str]]]] = {
    "csv": ("text/csv; charset=utf-8", to_csv),
    "json": ("application/json", to_json),
}


def send_list(request: HttpRequest, listed: ListFile, ending: str) -> HttpResponse:
    """The file for this reader. Other sites may read it, as nobody: `*` never goes with cookies."""
    content_type, write = FORMATS[ending]
    response = StreamingHttpResponse(write(listed), content_type=content_type)
    name = content_disposition_header(ending == "csv", f"{listed.name}.{ending}")
    response.headers["Content-Disposition"] = name or "inline"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Robots-Tag"] = "noindex"
    return response  # type: ignore[return-value]
