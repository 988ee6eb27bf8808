"""Files of a post: kept while the form comes back, shown to who may read the post."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from forums.models import Attachment, Post, ReviewItem
from tests.factories import ForumFactory, ThreadFactory, UserFactory, grant, make_member
from tests.forums.writing import TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def member(client):
    person = make_member()
    client.force_login(person)
    return person


def table() -> SimpleUploadedFile:
    return SimpleUploadedFile("calls.csv", b"kind,number\nwelfare,12\n", "text/csv")


def picture() -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "green").save(drawn, "PNG")
    return SimpleUploadedFile("IMG 0001.png", drawn.getvalue(), "image/png")


def reply_with(client, thread, **fields):
    return client.post(f"{thread.get_absolute_url()}reply/", {"body": TEXT, **fields})


def test_a_table_is_part_of_the_post_and_can_be_fetched(client, member):
    thread = ThreadFactory()

    reply_with(client, thread, attach=table())

    file = Attachment.objects.get()
    client.logout()
    answer = client.get(file.get_absolute_url())
    assert file.post == thread.posts.get(number=2)
    assert b"".join(answer) == b"kind,number\nwelfare,12\n"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "calls.csv" not in file.file.name


def test_a_picture_without_words_comes_back_and_is_not_asked_for_again(client, member):
    thread = ThreadFactory()

    refused = reply_with(client, thread, attach=picture())
    file = Attachment.objects.get()
    again = reply_with(client, thread, file=[file.pk], **{f"alt-{file.pk}": "A green card"})

    assert refused.status_code == 422
    assert f'name="file" value="{file.pk}"' in refused.content.decode()
    assert again.status_code == 302
    file.refresh_from_db()
    assert (file.post.number, file.alt) == (2, "A green card")


def test_a_kept_file_can_be_taken_off(client, member):
    thread = ThreadFactory()
    page = reply_with(client, thread, body=" ", attach=table()).content.decode()
    file = Attachment.objects.get()

    reply_with(client, thread)

    file.refresh_from_db()
    assert f'type="checkbox" name="file" value="{file.pk}" checked' in page
    assert file.post is None


def test_a_new_member_can_put_another_file_in_the_place_of_the_first(client):
    client.force_login(UserFactory())
    thread = ThreadFactory()
    reply_with(client, thread, body=" ", attach=table())
    first = Attachment.objects.get()

    both = reply_with(client, thread, file=[first.pk], attach=table())
    replaced = reply_with(client, thread, attach=table())

    assert both.status_code == 422
    assert "Take one off first." in both.content.decode()
    assert replaced.status_code == 302
    assert [file.pk for file in thread.posts.get(number=2).attachments.all()] != [first.pk]


def test_one_line_describes_one_picture_and_none_of_several(client, member):
    thread = ThreadFactory()

    refused = reply_with(client, thread, attach=[picture(), picture()], alt="A green card")
    one, two = Attachment.objects.order_by("pk")
    again = reply_with(
        client, thread, alt="A green card", file=[one.pk, two.pk], **{f"alt-{one.pk}": "A door"}
    )

    assert refused.status_code == again.status_code == 422
    assert (one.alt, two.alt) == ("", "")
    for file in (one, two):
        assert f'aria-describedby="alt-{file.pk}-error"' in refused.content.decode()
    assert [file.alt for file in Attachment.objects.order_by("pk")] == ["A door", ""]


def test_a_post_with_a_picture_waits_for_a_moderator(client, member):
    thread = ThreadFactory()

    reply_with(client, thread, attach=picture(), alt="A green card")

    post = thread.posts.get(number=2)
    assert post.state == Post.State.HELD
    assert ReviewItem.objects.get(post=post).kind == ReviewItem.Kind.FILE
    client.logout()
    assert client.get(Attachment.objects.get().get_absolute_url()).status_code == 404


def test_a_file_is_as_private_as_its_post(client, member):
    thread = ThreadFactory(forum=ForumFactory(visibility="group"))
    grant(member, thread.forum)
    reply_with(client, thread, attach=table())
    address = Attachment.objects.get().get_absolute_url()
    inside = client.get(address).status_code

    client.force_login(UserFactory())

    assert (inside, client.get(address).status_code) == (200, 404)


def test_nobody_takes_somebody_elses_file_along(client, member):
    thread = ThreadFactory()
    reply_with(client, thread, body=" ", attach=table())
    file = Attachment.objects.get()
    client.force_login(make_member())

    reply_with(client, thread, file=[file.pk])

    file.refresh_from_db()
    assert file.post is None


def test_what_is_no_file_of_ours_is_refused_with_the_text_kept(client, member):
    page = SimpleUploadedFile("page.html", b"<script>alert(1)</script>", "text/html")

    response = reply_with(client, ThreadFactory(), attach=page)

    assert response.status_code == 422
    assert TEXT in response.content.decode()
    assert not Attachment.objects.exists()


def test_a_guessed_name_fetches_nothing(client, member):
    reply_with(client, ThreadFactory(), attach=table())
    file = Attachment.objects.get()

    assert client.get(f"/forums/files/{file.pk}/other.csv").status_code == 404
