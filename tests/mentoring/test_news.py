"""Who hears of what becomes of a request: also whoever may not read it any more."""

import pytest
from django.contrib.contenttypes.models import ContentType

from hub.notifications.models import Notification
from mentoring.actions.answering import accept_offer, let_offer_lapse
from mentoring.actions.offering import end_offer
from mentoring.actions.staff import assign
from mentoring.actions.submitting import close_request, withdraw_request
from mentoring.models import Offer
from mentoring.telling import tell_staff
from tests.factories import NOW, keeper, make_member, mentoring_staff

from .worlds import DAY, ask, keeper_of, offer_of, open_site

pytestmark = pytest.mark.django_db


def withdrawn(offer):
    withdraw_request(offer.request, by=offer.request.requester, at=NOW + DAY)


def closed(offer):
    close_request(offer.request, by=mentoring_staff(), at=NOW + DAY)


def ended(offer):
    end_offer(offer, by=mentoring_staff(), at=NOW + DAY)


def lapsed(offer):
    let_offer_lapse(offer, at=NOW + 7 * DAY)


def news_of(offer):
    """The lines about the offer itself, not about its request."""
    kind = ContentType.objects.get_for_model(Offer)
    return Notification.objects.filter(subject_type=kind, subject_id=offer.pk, is_private=True)


ENDS = [withdrawn, closed, ended, lapsed]


@pytest.mark.parametrize("end", ENDS)
def test_a_site_hears_that_its_offer_has_ended(client, end):
    site = open_site()
    request = ask(sites=[site], question="Who answers at night?", program_name="Night team")
    offer = offer_of(request)

    end(offer)

    assert [line.person for line in news_of(offer)] == [keeper_of(site)]
    client.force_login(keeper_of(site))
    news = client.get("/notifications/").content.decode()
    assert "a request that was put to your site" in news
    assert "Who answers at night?" not in news
    assert "Night team" not in news


@pytest.mark.parametrize("end", ENDS)
def test_the_news_leads_to_a_page_that_the_site_may_open(client, end):
    site = open_site()
    offer = offer_of(ask(sites=[site]))
    end(offer)
    client.force_login(keeper_of(site))

    assert client.get(offer.get_absolute_url()).status_code == 200


def test_an_offer_is_known_to_its_site_and_the_staff_only():
    site, other = open_site(), open_site("Other")
    offer = offer_of(ask(sites=[site]))
    withdrawn(offer)
    strangers = [keeper_of(other), offer.request.requester, make_member()]
    knows = [keeper_of(site), mentoring_staff()]

    assert all(Offer.objects.visible_to(one).filter(pk=offer.pk).exists() for one in knows)
    assert not any(Offer.objects.visible_to(one).exists() for one in strangers)
    readers = offer.readers_among([*strangers, *knows])
    assert {one.pk for one in readers} == {one.pk for one in knows}


def test_every_keeper_of_the_site_hears_of_it():
    site = open_site()
    second = keeper(site)
    offer = offer_of(ask(sites=[site]))

    withdrawn(offer)

    assert news_of(offer).filter(person=second).exists()


@pytest.mark.parametrize("reason", ["lost the role", "suspended"])
def test_who_took_it_up_and_cannot_any_more_swallows_no_news(reason):
    site, first, second = open_site(), mentoring_staff(), mentoring_staff()
    request = ask(sites=[site])
    accept_offer(offer_of(request), by=keeper_of(site), at=NOW)
    request = assign(request, to=first, by=second, at=NOW)
    Notification.objects.all().delete()
    if reason == "suspended":
        first.suspended_until = NOW + 9 * DAY
        first.save()
    else:
        first.groups.clear()
        first.user_permissions.clear()
    request.refresh_from_db()

    tell_staff(request, by=None, at=NOW + DAY)

    assert Notification.objects.of(second).exists()
    assert not Notification.objects.of(first).exists()


def test_who_took_it_up_hears_of_it_alone():
    first, second = mentoring_staff(), mentoring_staff()
    request = assign(ask(), to=first, by=second, at=NOW)
    Notification.objects.all().delete()

    tell_staff(request, by=None, at=NOW + DAY)

    assert Notification.objects.of(first).exists()
    assert not Notification.objects.of(second).exists()
