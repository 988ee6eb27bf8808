"""What is inside a document before it is kept: it must be what its name says and run nothing."""

from .office import check_office
from .opened import check_opendocument
from .pdf import check_pdf
from .tables import check_csv
from .words import check_rtf, check_text

__all__ = [
    "check_csv",
    "check_office",
    "check_opendocument",
    "check_pdf",
    "check_rtf",
    "check_text",
]
