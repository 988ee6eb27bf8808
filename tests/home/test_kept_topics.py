import pytest

from hub.core.page_cache import announce_change
from hub.search import engines
from tests.factories import PracticePageFactory, TopicFactory

pytestmark = pytest.mark.django_db


def test_a_topic_is_looked_for_once_until_something_changes(
    client, home, settings, monkeypatch, tmp_path
):
    settings.HUB_KEEPS, settings.VAR_DIR = True, tmp_path
    topic, asked = TopicFactory(slug="peers"), []
    PracticePageFactory(title="Peers ride along", topics=[topic])
    engine = type(engines.current())
    find = engine.find
    monkeypatch.setattr(engine, "find", lambda *args: asked.append(1) or find(*args))

    first, second = (client.get("/topics/peers/").content.decode() for _ in range(2))
    announce_change()
    client.get("/topics/peers/")

    assert "Peers ride along" in first
    assert "Peers ride along" in second
    assert len(asked) == 2
