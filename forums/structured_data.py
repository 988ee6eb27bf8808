"""An answered question in the words of schema.org, out of what its page shows.

It names no member: only a site in whose name somebody answered.
"""

from hub.core.structured_data import Absolute, Node, node, organization

from .thread_page import ThreadPage


def question_of(page: ThreadPage, absolute: Absolute) -> Node | None:
    """A public question with the answer that was accepted; None for every other thread."""
    thread, answer = page.thread, page.answer
    if answer is None or not thread.is_question or not page.forum.is_public:
        return None
    speaker = page.answered_by.speaker if page.answered_by else None
    return node(
        "Question",
        name=thread.title,
        text=thread.excerpt,
        answerCount=thread.reply_count,
        acceptedAnswer=node(
            "Answer",
            text=answer.excerpt,
            url=absolute(answer.get_absolute_url()),
            author=organization(speaker.title) if speaker else None,
        ),
    )
