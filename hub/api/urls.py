from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter

from .views import PublishedPages

router = WagtailAPIRouter("api")
router.register_endpoint("pages", PublishedPages)

urlpatterns = [path("v2/", router.urls)]
