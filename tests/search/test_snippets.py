from hub.search.snippets import mark, snippet


def test_without_words_a_text_is_not_taken_apart(monkeypatch):
    monkeypatch.setattr("hub.search.snippets.tokens", None)

    assert snippet("Peers ride along.", frozenset()) == ""
    assert mark("Peers & others", frozenset()) == "Peers &amp; others"
