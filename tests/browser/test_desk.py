"""The editors' desk in the browser: everything opens, fits, and says nothing behind one's back."""

import pytest

pytestmark = pytest.mark.browser

PLACES = {
    "first screen": "/admin/",
    "reviews": "/admin/reports/reviews/?is_late=all",
    "pages without sources": "/admin/reports/sources/",
    "scheduled": "/admin/reports/scheduled/",
    "broken links": "/admin/reports/links/",
    "topics": "/admin/reports/topics/",
    "places": "/admin/reports/places/",
    "everything": "/admin/everything/",
    "import": "/admin/import/",
}


@pytest.fixture(scope="module")
def desk(browser, hub):
    from .editing import open_admin
    from .survey import sign_in

    context = browser.new_context(base_url=hub.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sign_in(page, "editor@example.org", hub.password_of("editor@example.org"))
    open_admin(page)
    yield page
    context.close()


@pytest.mark.parametrize("name", PLACES)
def test_it_fits_and_is_clean(desk, hub, name):
    from .probes import Listener

    listener = Listener(desk)

    response = desk.goto(PLACES[name])
    desk.set_viewport_size({"width": 768, "height": 900})
    overflow = desk.evaluate(
        "() => { const main = document.querySelector('main');"
        " return main.scrollWidth - main.clientWidth; }"
    )
    desk.set_viewport_size({"width": 1280, "height": 900})

    assert response.status == 200
    assert desk.locator("h1").first.is_visible()
    assert overflow <= 0
    assert listener.errors == []
    assert listener.violations() == []
    assert listener.strangers(hub.url.split("//")[1]) == []
