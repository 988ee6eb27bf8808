from .replies import EditForm, ReplyForm
from .threads import EditThreadForm, ThreadForm
from .writing import WritingForm

__all__ = ["EditForm", "EditThreadForm", "ReplyForm", "ThreadForm", "WritingForm"]
