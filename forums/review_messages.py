"""What the author of a post is told: plain, kind, and the reviewer's to change before sending."""

from .models import ReviewItem

Decision, Kind = ReviewItem.Decision, ReviewItem.Kind

APPROVED = "Thank you for writing. Others can see your post now."
WRITE_BACK = "If you think that this is a mistake, write to us: a second person looks at it."
MESSAGES: dict[str, str] = {
    Decision.APPROVED: APPROVED,
    Decision.MASKED: (
        "Your post is there for others now. Before that we replaced a few words that could have "
        "let somebody recognize a person who was served. Please look whether it still says what "
        f"you meant; you can change it. {WRITE_BACK}"
    ),
    Decision.CHANGE_ASKED: (
        "Thank you for writing. Before others see your post, please change it so that it cannot "
        "point to one person: no names, dates, places or details that somebody from there would "
        "recognize. Your text is kept; open it, change it and send it again."
    ),
    Decision.HIDDEN: (
        "Others do not see your post any more. It went against our community rules: it could hurt "
        f"or identify somebody. {WRITE_BACK}"
    ),
    Decision.MOVED: (
        "We moved your thread to a forum where more people know about its subject. Its address is "
        "the same, and everybody who follows it still does."
    ),
    Decision.LOCKED: (
        "We closed this thread for new replies. Everything that was written can still be read. "
        f"{WRITE_BACK}"
    ),
    Decision.NOTHING: "",
    Decision.HELPED: "",
}
ABOUT_A_PROFILE = (
    "Somebody told us that something on your page may be misunderstood or may hurt somebody. "
    "Please look at it again and change what you think should be changed. Our community rules say "
    "what we agreed on."
)
# The reason in the log for what was hidden together with the post that it quotes.
QUOTES = "quotes"
# By the reason of a report: why a post was hidden before anybody looked at it.
HIDDEN_AT_ONCE = {
    ReviewItem.Kind.IDENTIFIES.value: (
        "A member thought that somebody could recognize a person who was served. To be safe we "
        "hid your post at once; a person looks at it within 4 hours. It may be a "
        "misunderstanding, and nothing is lost: you can take out names, dates and places now and "
        "send it again."
    ),
    QUOTES: (
        "Your post quotes another one that may let somebody recognize a person who was served. To "
        "be safe we hid both; a person looks at yours within 4 hours. Nothing is lost: you can "
        "take out the quotation now and send it again."
    ),
}
HIDDEN_BY_REPORTS = (
    "Several members from different agencies reported your post, so we hid it until a person has "
    f"looked at it. Nothing is lost. {WRITE_BACK}"
)
# What whoever reported is told.
OUTCOMES: dict[str, str] = {
    Decision.APPROVED: "We looked at it and think that it may stand as it is.",
    Decision.MASKED: "We replaced the words that could identify somebody.",
    Decision.CHANGE_ASKED: "We asked the author to change it; until then others do not see it.",
    Decision.HIDDEN: "Others do not see it any more.",
    Decision.MOVED: "We moved it to another forum.",
    Decision.LOCKED: "We closed the thread for new replies.",
    Decision.NOTHING: "We looked at it and think that it may stand as it is.",
    Decision.HELPED: "A trained person took care of it.",
}
# First things first, for whoever opens a post by somebody who may be in danger.
CARE_STEPS = (
    "Read it calmly, and to the end. Do not diagnose, and do not answer in public.",
    "Is there immediate danger, and do you know where the person is? Then call 911 and say that "
    "you are calling about a post on a website.",
    "Otherwise write to the person, in their own words: “I read what you wrote, and I am glad that "
    "you did. Are you safe right now?” Name 988: call, text, or chat at 988lifeline.org.",
    "Ask a colleague to join you. Nobody does this alone.",
    "Do not call an employer, a supervisor or an authority without the person’s knowledge, unless "
    "a life is in danger.",
    "Write down below what you did. The post stays as it is; it is neither deleted nor shown.",
)


def message_for(item: ReviewItem, decision: str) -> str:
    if item.profile_of is not None:
        return ABOUT_A_PROFILE if decision == Decision.CHANGE_ASKED else ""
    return MESSAGES[decision]
