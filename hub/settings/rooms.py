"""What a lower floor asks of a room above it, which it must not import: by name."""

# Vocabularies: everybody may see and follow them.
FOLLOWED_WITHOUT_GATE = ["taxonomy.topic", "taxonomy.jurisdiction"]
# What other rooms have to tell, each second, before mails are made: functions of (at).
NEWS_MAKERS = ["forums.telling.tell_of_posts"]
# Who finds threads like a title, as numbers: a function of (title, reader, how many).
FORUMS_SIMILAR = "hub.search.similar.threads_like"
# Questions that are offered to mentor sites: the pages that somebody may write for, a function of
# (person, thread); what hears of a post for a page, of (post, at); what stands beside a question,
# of (thread, reader, leads, at).
FORUMS_SPEAKERS = "mentorsites.speaking.pages_spoken_for"
FORUMS_SPOKEN = "mentorsites.speaking.note_answer"
FORUMS_ASKED = "mentorsites.speaking.asked_of"
# Under the name of which sites somebody may write: a function of (person) that gives their pages.
SITES_KEPT_BY = "mentorsites.permissions.sites_kept_by"
# How much room a mentor site has now: a function of (site, at) that answers with its `words`.
MENTOR_SITE_ROOM = "mentoring.room.room_now"
# What must be handed over before somebody leaves: functions of (person, at) that answer with
# (sentence, address) pairs.
LEAVING_HINDRANCES = ["mentorsites.actions.managing.hindrances_to_leaving"]
# What other rooms add to a digest: functions of (person, since, at).
DIGEST_SECTIONS = [
    "forums.digests.questions_to_answer",
    "forums.digests.answered_lately",
    "hub.search.alerts.digest_section",
]
# Who sees a file that no page shows yet: functions of (file, reader).
FILES_SHOWN_BEFORE = ["mentorsites.pictures.is_own_picture"]
